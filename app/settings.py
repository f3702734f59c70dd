"""Owns the settings of one running city hall: built once, handed down, read from nowhere else."""

from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All an operator can set, as `TENOHIRA_<NAME>` in the environment (docs/operators.md)."""

    model_config = SettingsConfigDict(env_prefix="TENOHIRA_", extra="ignore")

    data_dir: Path = Path("var")
    database_url: str = ""
    storage_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    secret_keys: str = ""
    city: str = "koriyama"
    smtp_url: SecretStr = SecretStr("")
    smtp_from: str = "no-reply@localhost"
    clamd_url: str = ""
    map_tiles: str = ""
    map_credit: str = ""
    oidc_staff_issuer: str = ""
    oidc_staff_client_id: str = ""
    oidc_staff_client_secret: SecretStr = SecretStr("")
    oidc_resident_issuer: str = ""
    oidc_resident_client_id: str = ""
    oidc_resident_client_secret: SecretStr = SecretStr("")
    demo: bool = False
    workers: int = 1
    starts_per_address: int = 600
    api_docs: Literal["open", "staff", "off"] = "open"

    @property
    def database(self) -> str:
        """The address of the database; SQLite under the data directory unless set."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'tenohira.db'}"

    @property
    def storage(self) -> str:
        """The address of the file store; a folder under the data directory unless set."""
        return self.storage_url or str(self.data_dir.resolve() / "files")

    @property
    def keys_file(self) -> Path:
        """The file of secret keys; the trial keys under the data directory unless set."""
        return Path(self.secret_keys) if self.secret_keys else self.data_dir / "keys" / "keys.txt"

    @property
    def is_https(self) -> bool:
        """Whether residents reach the city hall over https (cookies are then Secure)."""
        return self.base_url.startswith("https://")
