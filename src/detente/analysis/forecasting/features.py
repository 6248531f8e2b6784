"""The features of a candidate: their names, how they are scaled, and what they say in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from detente.analysis.forecasting.facts import Floats

Scale = Literal["count", "share", "recency", "flag", "question"]


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of a candidate.

    Attributes:
        name: Its short name, as in the table of weights.
        scale: How it enters a model: "count" as log(x + .1), "share" as log(x + .001), "recency" (days) as
            2^(-x / 10), "flag" as it is; "question" is the same for all candidates, so that only trees can use it.
        words: What a high value says, for sentences that begin with "because"; {value} is the value, {source},
            {target} and {type} are names.
    """

    name: str
    scale: Scale
    words: str


def scale_features(values: Floats, features: tuple[Feature, ...]) -> None:
    """Put the values of features on the scale of the models, in place.

    Args:
        values: … × F.
        features: The F features.
    """
    for at, feature in enumerate(features):
        column = values[..., at]
        if feature.scale == "recency":
            np.exp2(column / np.float32(-10), out=column)
        elif feature.scale != "flag":
            column += np.float32(0.001 if feature.scale == "share" else 0.1)
            np.log(column, out=column)


def unscale(value: float, feature: Feature) -> float:
    """Return a value of a feature as it was before it was put on the scale of the models."""
    if feature.scale == "recency":
        return float(-10 * np.log2(max(value, 1e-30)))
    if feature.scale == "flag":
        return value
    return float(np.exp(value) - (0.001 if feature.scale == "share" else 0.1))


_AGO: Final = "{value:.0f} days ago"

#: Features of "(source, ?, target)": which kind of event next.
KIND_FEATURES: Final[tuple[Feature, ...]] = (
    Feature("pair2", "count", "{source} did this to {target} in the last days"),
    Feature("pair7", "count", "{source} did this to {target} in the last weeks"),
    Feature("pair30", "count", "{source} did this to {target} in the last months"),
    Feature("pair", "count", "{source} did this to {target} {value:.0f} times before"),
    Feature("pair_days", "recency", f"{{source}} did this to {{target}} {_AGO}"),
    Feature("back2", "count", "{target} did this to {source} in the last days"),
    Feature("back7", "count", "{target} did this to {source} in the last weeks"),
    Feature("back30", "count", "{target} did this to {source} in the last months"),
    Feature("back", "count", "{target} did this to {source} {value:.0f} times before"),
    Feature("back_days", "recency", f"{{target}} did this to {{source}} {_AGO}"),
    Feature("lead2", "count", "what went on between the two in the last days is often followed by this"),
    Feature("lead7", "count", "what went on between the two in the last weeks is often followed by this"),
    Feature("lead30", "count", "what went on between the two in the last months is often followed by this"),
    Feature("lead", "count", "what has gone on between the two is often followed by this"),
    Feature("source7", "count", "{source} often does this these weeks"),
    Feature("source30", "count", "{source} often does this these months"),
    Feature("source", "count", "{source} often does this"),
    Feature("target7", "count", "{target} is often met with this these weeks"),
    Feature("target30", "count", "{target} is often met with this these months"),
    Feature("target", "count", "{target} is often met with this"),
    Feature("world7", "share", "{value:.1%} of all events of the last weeks are of this kind"),
    Feature("world30", "share", "{value:.1%} of all events of the last months are of this kind"),
    Feature("world", "share", "{value:.1%} of all events are of this kind"),
    Feature("countries", "share", "{value:.1%} of what goes on between actors of these two countries is this"),
    Feature("sectors", "share", "{value:.1%} of what such actors do to such actors is this"),
    Feature("toward_country", "count", "{source} often does this to actors of that country"),
    Feature("from_country", "count", "{target} is often met with this from that country"),
    Feature("back_share", "share", "{value:.0%} of what {target} did to {source} was this"),
    Feature("pair_share", "share", "{value:.0%} of what {source} did to {target} was this"),
    Feature("source_share", "share", "{value:.1%} of what {source} does is this"),
    Feature("target_share", "share", "{value:.1%} of what {target} meets with is this"),
    Feature("both_share", "share", "{source} does this, and {target} meets with it, more often than others"),
    Feature("pair_any7", "question", ""),
    Feature("pair_any", "question", ""),
    Feature("source_any7", "question", ""),
    Feature("target_any7", "question", ""),
)

#: Features of "(source, type, ?)": with whom next.
PARTNER_FEATURES: Final[tuple[Feature, ...]] = (
    Feature("same2", "count", "{source} did this to {target} in the last days"),
    Feature("same7", "count", "{source} did this to {target} in the last weeks"),
    Feature("same30", "count", "{source} did this to {target} in the last months"),
    Feature("same", "count", "{source} did this to {target} {value:.0f} times before"),
    Feature("same_days", "recency", f"{{source}} did this to {{target}} {_AGO}"),
    Feature("any2", "count", "{source} and {target} had to do with each other in the last days"),
    Feature("any7", "count", "{source} and {target} had to do with each other in the last weeks"),
    Feature("any30", "count", "{source} and {target} had to do with each other in the last months"),
    Feature("any", "count", "{source} and {target} had to do with each other {value:.0f} times before"),
    Feature("any_days", "recency", f"{{source}} and {{target}} had to do with each other {_AGO}"),
    Feature("lead2", "count", "what went on between the two in the last days is often followed by this"),
    Feature("lead7", "count", "what went on between the two in the last weeks is often followed by this"),
    Feature("lead30", "count", "what went on between the two in the last months is often followed by this"),
    Feature("lead", "count", "what has gone on between the two is often followed by this"),
    Feature("type3", "share", "{target} is often met with this these days"),
    Feature("type14", "share", "{target} is often met with this these weeks"),
    Feature("type60", "share", "{target} is often met with this these months"),
    Feature("type", "share", "{value:.1%} of all that is of this kind goes to {target}"),
    Feature("active1", "count", "{target} is in the news these days"),
    Feature("active3", "count", "{target} is in the news this week"),
    Feature("active14", "count", "{target} is in the news this month"),
    Feature("active", "count", "{target} is often in the news"),
    Feature("active_days", "recency", f"{{target}} was in the news {_AGO}"),
    Feature("type_days", "recency", f"{{target}} was met with this {_AGO}"),
    Feature("country14", "share", "others of the same country as {source} did this to {target} these weeks"),
    Feature("country", "share", "others of the same country as {source} did this to {target} before"),
    Feature("home", "flag", "both are of one country"),
    Feature("toward_country", "share", "much of what {source} does is with the country of {target}"),
    Feature("same_toward_country", "share", "much of this that {source} does is with the country of {target}"),
    Feature("country_country", "share", "actors of these two countries often do this"),
    Feature("sector_sector", "share", "such a kind of actor often does this to such a kind of actor"),
    Feature("alike", "count", "actors that behave like {source} did this to {target}"),
    Feature("alike_any", "count", "actors that behave like {source} had to do with {target}"),
    Feature("through", "share", "those with whom {source} has to do have to do with {target}"),
    Feature("trend", "count", "{target} is in the news more than usual"),
    Feature("share7", "share", "{value:.0%} of the times that {source} did this in the last weeks it was to {target}"),
    Feature("share", "share", "{value:.0%} of the times that {source} did this before it was to {target}"),
    Feature("any_share7", "share", "{value:.0%} of what {source} did in the last weeks was with {target}"),
    Feature("any_share", "share", "{value:.0%} of what {source} did before was with {target}"),
    Feature("self", "flag", "it is the same actor"),
    Feature("lead7_max", "share", "what went on between the two in the last weeks leads to this more than elsewhere"),
    Feature("lead30_max", "share", "what went on between the two in the last months leads to this more than elsewhere"),
    Feature("lead_max", "share", "what has gone on between the two leads to this more than elsewhere"),
    Feature("same30_max", "share", "{source} did this to {target} more than to others in the last months"),
    Feature("alike_max", "share", "actors that behave like {source} did this to {target} more than to others"),
    Feature("repeats7", "flag", "{target} is often met with the same within a week"),
    Feature("repeats", "flag", "{target} is often met with the same again"),
    Feature("returns", "flag", "{target} deals mostly with the partners that it had before"),
    Feature("for_this", "share", "{value:.1%} of what {target} meets with is this"),
    Feature("source_same7", "question", ""),
    Feature("source_same", "question", ""),
    Feature("source_any7", "question", ""),
    Feature("source_any", "question", ""),
    Feature("partners", "question", ""),
    Feature("type_count", "question", ""),
    Feature("type_repeats7", "question", ""),
    Feature("type_repeats", "question", ""),
    Feature("type_returns7", "question", ""),
    Feature("type_returns", "question", ""),
    Feature("type_home", "question", ""),
    Feature("source_repeats7", "question", ""),
    Feature("source_repeats", "question", ""),
    Feature("source_returns", "question", ""),
)
