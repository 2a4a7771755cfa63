"""Settings: defaults, then `hotline.toml`, then the environment, then the command's options."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Settings(BaseSettings):
    """Everything that can be set; each name is also `HOTLINE_` + the name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="HOTLINE_", toml_file="hotline.toml", extra="ignore", frozen=True
    )

    data_dir: Path = Field(default=Path("var"), description="Holds everything that is kept.")
    database_url: str | None = Field(
        default=None, description="SQLAlchemy URL; default: SQLite in the data directory."
    )
    encoder: str = Field(
        default="multilingual-e5-small",
        description="Name or path of the SentenceTransformer that turns texts into vectors.",
    )
    threads: int | None = Field(
        default=None, ge=1, description="Threads for models and indexes; default: all cores."
    )
    service_name: str = Field(
        default="便民服务热线", description="The name over the citizen's page."
    )
    retention_days: int = Field(
        default=180, ge=1, description="Days after its last turn on which a session is forgotten."
    )
    writer_url: str | None = Field(
        default=None,
        description="Endpoint of OpenAI's form, up to /v1, that smooths wording; none: no model.",
    )
    writer_model: str = Field(default="default", description="The model to name to the endpoint.")
    writer_key: SecretStr = Field(
        default=SecretStr("none"), description="The key to send to the endpoint."
    )
    writer_limit_s: float = Field(
        default=3.0, gt=0, le=60, description="Seconds to wait for the endpoint at most."
    )
    host: str = Field(default="127.0.0.1", description="Address to serve on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to serve on; 0: any free.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is given
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options beat the environment beats the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def database(self) -> str:
        """The URL of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'hotline.sqlite'}"
