"""A listener that answers one client, in place of a program that is too slow to start for a question of words."""

import socket
import threading
from contextlib import contextmanager

from congthu.engines.address import TcpAddress


@contextmanager
def port():
    """Listen on a free port; yield the listener and its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener, TcpAddress(host="127.0.0.1", port=listener.getsockname()[1])


@contextmanager
def answering(listener, answer, heard=None):
    """Answer one client in a thread; what it says first is put into *heard* where that is given."""

    def serve():
        client, _ = listener.accept()
        with client:
            if heard is not None:
                heard.append(client.recv(1000))
            client.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        thread.join()
