"""How is the collector asked?"""

import json
import time
from pathlib import Path

from congthu.engines.collector.config import CollectorConfig
from congthu.engines.program import Health

# It writes its state every ten seconds though nothing happened.
SILENT_SECONDS = 40


def health(wants: CollectorConfig) -> Health:
    """It is well as long as it writes its state; waiting for a database is not its fault, but is told."""
    path = Path(wants.state)
    try:
        age, state = time.time() - path.stat().st_mtime, json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        return Health(ok=False, detail=f"chưa ghi trạng thái ({wrong})")
    if age > SILENT_SECONDS:
        return Health(ok=False, detail=f"không ghi trạng thái {age:.0f} giây nay")
    if state.get("failing"):
        return Health(ok=False, detail="cơ sở dữ liệu chưa nhận; những gì nghe được vẫn giữ lại")
    return Health(ok=True, detail="đang nghe nhật ký thư")
