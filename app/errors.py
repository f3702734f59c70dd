"""Owns the kinds of errors a reader can meet: each has a status, a stable code and plain words.

Rooms subclass a kind; one handler in `app.web.error_pages` draws page, fragment or JSON.
`reached` says whether the application has reached the city, `kept` whether what was typed is kept.
"""

from collections.abc import Mapping


class CityHallError(Exception):
    """Base of all errors that are told to a reader; the message is a gettext id (Japanese)."""

    status = 500
    code = "SERVER_ERROR"
    message = "申し訳ありません。処理できませんでした。"
    advice = "時間をおいて、もう一度お試しください。"
    reached: bool | None = None
    kept: bool | None = None
    retry_after: int | None = None
    place = ""
    """Where the way out is, as an address behind the language (staff: `/staff`), with its name."""
    place_name = ""

    def __init__(self, message: str | None = None, **params: object) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message
        self.params: Mapping[str, object] = params


class NotFound(CityHallError):
    """Absent and foreign things alike."""

    status = 404
    code = "NOT_FOUND"
    message = "見つかりません"
    advice = "アドレスが正しいか確かめるか、トップページから探してください。"


class Forbidden(CityHallError):
    """The reader may not do this here or now."""

    status = 403
    code = "FORBIDDEN"
    message = "この操作はできません"
    advice = "担当の課にお問い合わせください。"


class SignInNeeded(CityHallError):
    """No valid session."""

    status = 401
    code = "REAUTH"
    message = "サインインが必要です"
    advice = "もう一度サインインしてください。"


class FirstPassword(Forbidden):
    """Signed in with a first password that must be changed before anything else."""

    code = "FIRST_PASSWORD"
    message = "はじめに、パスワードを変えてください"


class CsrfFailed(Forbidden):
    """The post did not come from our own page."""

    code = "CSRF_FAILED"
    message = "画面を更新してもう一度送信してください"
    # who has cookies switched off comes here at the first post, and again and again
    advice = (
        "前の画面に戻り、更新してからもう一度お試しください。"
        "また同じ画面が出るときは、ブラウザーの設定でCookie（クッキー）を使えるようにしてください。"
    )
    reached = False
    kept = True


class Conflict(CityHallError):
    """Somebody else, or another tab, was first."""

    status = 409
    code = "CONFLICT"
    message = "内容が変わっています"
    advice = "今の内容を確かめて、もう一度操作してください。"


class Unprocessable(CityHallError):
    """Input that cannot be understood at all (bad fields are returned with their page instead)."""

    status = 422
    code = "INVALID"
    message = "送られた内容を読み取れませんでした"
    advice = "前の画面に戻り、もう一度お試しください。"
    reached = False


class TooLarge(CityHallError):
    """More bytes than allowed."""

    status = 413
    code = "TOO_LARGE"
    message = "ファイルが大きすぎます（1件10MBまで）"
    advice = "小さくしたファイルを選び直してください。他の入力は残っています。"
    reached = False
    kept = True


class TooSlow(CityHallError):
    """A body that stopped coming."""

    status = 408
    code = "TOO_SLOW"
    reached = False
    kept = True


class RateLimited(CityHallError):
    """Too many tries."""

    status = 429
    code = "RATE_LIMITED"
    message = "操作が多すぎます"
    advice = "しばらくたってから、もう一度お試しください。"
    retry_after = 600


class Busy(CityHallError):
    """The writer's queue is full; nothing was done."""

    status = 503
    code = "BUSY_RETRY"
    message = "混み合っています。まだ受け付けていません"
    advice = "入力は残っています。少し待ってから、もう一度送信してください。"
    reached = False
    kept = True
    retry_after = 5


class OutOfOrder(CityHallError):
    """Something the house stands on does not work; `detail` is for the operator's log alone."""

    status = 503
    retry_after = 60

    def __init__(self, detail: str = "") -> None:
        super().__init__()
        self.detail = detail

    def __str__(self) -> str:
        return self.detail


class NoRoom(OutOfOrder):
    """What was to be kept found no place."""

    code = "STORAGE_FULL"
    reached = False
