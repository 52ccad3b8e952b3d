"""What is wrong with the words of a command, in Vietnamese: the library that reads them speaks English only."""

from typing import Any

from typer.exceptions import TyperException

COMMANDS_ARE = "các lệnh con"


def wrong_use(error: TyperException) -> str:
    """What is wrong, and where to read how it is right; for a command without anything its whole help."""
    context, name = getattr(error, "ctx", None), type(error).__name__
    path = context.command_path if context else "congthu"
    if name == "NoArgsIsHelpError":
        return str(error)
    return f"{_sentence(error, name, context)} Cách dùng: ./{path} --help"


def _sentence(error: Any, name: str, context: Any) -> str:
    hint = _meant(error)
    match name:
        case "MissingParameter":
            return f"Thiếu {hint}."
        case "BadParameter":
            return f"Giá trị của {hint} không hợp lệ{_why(error)}."
        case "NoSuchOption":
            near = f"; có phải {' hoặc '.join(sorted(error.possibilities))}" if error.possibilities else ""
            negative = error.option_name.lstrip("-")[:1].isdigit()
            typed = " Giá trị bắt đầu bằng dấu trừ thì đặt sau “--”." if negative else ""
            return f"Không có tùy chọn {error.option_name}{near}.{typed}"
        case "BadOptionUsage":
            return f"Tùy chọn {error.option_name} thiếu giá trị."
    children = (
        context.command.list_commands(context)
        if hasattr(context and context.command, "list_commands")
        else ()
    )
    if children:
        return f"Không có lệnh như vậy; {COMMANDS_ARE} của {context.command_path}: {', '.join(children)}."
    return "Thừa hoặc thiếu tham số."


def _meant(error: Any) -> str:
    """The argument or option that is meant, as help writes it."""
    param = getattr(error, "param", None)
    if param is None:
        return "tham số"
    options = [one for one in (*param.opts, *param.secondary_opts) if one.startswith("-")]
    return "/".join(options) or str(param.metavar or param.name).upper()


def _why(error: Any) -> str:
    """What is asked for, where the value was checked against a type."""
    wrong = getattr(error.__cause__, "errors", None)
    found = wrong()[0] if wrong else {}
    within = found.get("ctx", {})
    match found.get("type"):
        case "greater_than_equal":
            return f": cần một số từ {within['ge']} trở lên"
        case "less_than_equal":
            return f": cần một số không quá {within['le']}"
        case "int_parsing" | "int_from_float":
            return ": cần một số nguyên"
        case _:
            return ""
