"""What may be asked of a forecast."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from detente.analysis.events import Selection
from detente.errors import UsageError

Ask = Literal["partner", "kind", "deed"]
Show = Literal["forecasts", "scores", "reliability", "weights"]
Deed = Literal["cooperation", "conflict"]


@dataclass(frozen=True, slots=True)
class ForecastOptions:
    """What is asked of `measure_forecast`.

    Attributes:
        ask: "partner": with whom the source has to do next; "kind": which type of event from source to target is next;
            "deed": whether a material deed of source toward target comes within so many days.
        source: Who acts; None for all, with "deed" or where no forecast is shown.
        target: Toward whom; None for all likewise.
        kind: With "partner": the type of event; None for any.
        deed: With "deed": which deeds.
        within: With "deed": the horizon in days.
        show: Forecasts, the scores of the model and its baselines, its reliability, or its table of weights.
        boosting: Whether trees over the same features are added (extra `boosting`).
        selection: Which events count.
    """

    ask: Ask = "partner"
    source: str | None = None
    target: str | None = None
    kind: str | None = None
    deed: Deed = "cooperation"
    within: int = 30
    show: Show = "forecasts"
    boosting: bool = False
    selection: Selection = field(default_factory=Selection)

    def __post_init__(self) -> None:
        """Check what is asked.

        Raises:
            UsageError: The horizon is below a day, or a side is missing.
        """
        if self.within < 1:
            raise UsageError("a horizon is one day or more", hint="7 and 30 are usual.")
        if self.show == "forecasts" and self.ask != "deed" and self.source is None:
            raise UsageError("whose next step?", hint="Name a source, such as USA; or ask for the scores alone.")
        if self.show == "forecasts" and self.ask == "kind" and self.target is None:
            raise UsageError("toward whom?", hint="Which kind of event is next needs a source and a target.")
