//! When a claim holds, and whether two claims hold at one time.
//!
//! What may change is compared where the time for which one side surely holds is one at which the
//! other may well hold. A beginning, an end or a change that is told cuts the time off.

use jiff::civil::Date;

use super::compare::Softening;
use crate::claim::{Modality, Qualifier};
use crate::ledger::Fact;
use crate::rule::{Persistence, Rule};
use crate::value::{Bound, Grain, Period, ValueKind};

/// The time for which a claim holds, as far as its words tell.
#[derive(Debug, Clone, Copy)]
struct Held {
    /// The first day on which it surely holds.
    from: Date,
    /// The last day on which it surely holds.
    to: Date,
    /// The day before which it did not hold.
    begins: Option<Date>,
    /// The day from which on it does not hold any more.
    ends: Option<Date>,
}

fn held(fact: &Fact) -> Option<Held> {
    let told = fact.as_of?;
    let (first, last) = (told.start, told.last_day());
    let is_dated_plan = fact.claim.modality == Modality::Planned && fact.claim.as_of.is_some();
    let written = fact.written.unwrap_or(last).max(last);
    Some(match told.bound {
        // "depuis 2019" in an article of 2026.
        Some(Bound::Since | Bound::After) => Held {
            from: last,
            to: written,
            begins: Some(first),
            ends: None,
        },
        Some(Bound::Until | Bound::Before) => Held {
            from: first.yesterday().unwrap_or(first),
            to: first,
            begins: None,
            ends: Some(told.end),
        },
        None => Held {
            from: first,
            to: last,
            begins: (told.grain == Grain::Span || fact.claim.tells_change || is_dated_plan).then_some(first),
            ends: (told.grain == Grain::Span).then_some(told.end),
        },
    })
}

/// Whether two claims hold at the same time, and whether that is only supposed.
pub(super) fn same_time(rule: &Rule, one: &Fact, other: &Fact) -> Result<Option<Softening>, &'static str> {
    let Persistence::Current { stable_for } = rule.persistence else {
        return Ok(None);
    };
    // Two spans of time that are over are what they are, whenever they are told.
    let both_over = one.claim.is_over && other.claim.is_over;
    if both_over && (rule.value == ValueKind::Duration || rule.value == ValueKind::Age) {
        return Ok(None);
    }
    if rule.value == ValueKind::Age && rule.counts_from.is_some() {
        return Err("ages are compared by the day of birth that they give");
    }
    // "Never": whenever the other side was written.
    if one.claim.never != other.claim.never {
        return Ok(None);
    }
    if one.claim.elsewhen || other.claim.elsewhen {
        return Err("one side tells of another time, and does not say which");
    }
    let year = |fact: &Fact| fact.claim.qualifiers.get(&Qualifier::Year).cloned();
    let tells_day = |fact: &Fact| fact.claim.as_of.is_some() || fact.claim.tells_change;
    let of_one_year = rule.distinguish_by.contains(&Qualifier::Year) && year(one).is_some() && year(one) == year(other);
    if of_one_year && !(tells_day(one) && tells_day(other)) {
        return Ok(None);
    }
    let is_state = matches!(rule.value, ValueKind::Entity | ValueKind::Role | ValueKind::Place);
    let is_undated_plan =
        |fact: &Fact| is_state && fact.claim.modality == Modality::Planned && fact.claim.as_of.is_none();
    if is_undated_plan(one) != is_undated_plan(other) {
        return Err("one side is a plan that says no day");
    }
    let (Some(a), Some(b)) = (held(one), held(other)) else {
        if one.claim.tells_change || other.claim.tells_change {
            return Err("one side tells that it changed");
        }
        return Ok(Some(Softening::Day));
    };
    for (a, b) in [(&a, &b), (&b, &a)] {
        if a.begins.is_some_and(|begins| b.to < begins) {
            return Err("it changed in between");
        }
        if a.ends.is_some_and(|ends| ends <= b.from) {
            return Err("one side was over by then");
        }
    }
    if let (Some(one), Some(other)) = (one.as_of, other.as_of)
        && one.grain == Grain::Span
        && other.grain == Grain::Span
        && !share_days(&one, &other)
    {
        // "de 1996 à 1997", "de 1997 à 1999": they only touch.
        return Err("they hold at different times");
    }
    let apart = (b.from - a.to).get_days().max((a.from - b.to).get_days());
    if apart > stable_for {
        return Err("they hold at different times");
    }
    Ok(None)
}

/// Whether a third fact tells that what one side states had changed, or was wrong, before the other
/// was written.
pub(super) fn is_superseded(one: &Fact, other: &Fact, third: &Fact) -> bool {
    let (Some(a), Some(b), Some(told)) = (day(one), day(other), day(third)) else {
        return false;
    };
    let (earlier, later) = (a.min(b), a.max(b));
    tells_of_another(third) && earlier < told && told <= later
}

/// Whether a fact tells that something else was so before, or was said by mistake.
pub(super) fn tells_of_another(fact: &Fact) -> bool {
    fact.claim.tells_change || fact.claim.corrects || !fact.claim.rejected.is_empty()
}

/// The day on which something was told.
fn day(fact: &Fact) -> Option<Date> {
    fact.written.or_else(|| fact.as_of.map(|told| told.start))
}

/// Whether two spans share more than half of the shorter one.
fn share_days(one: &Period, other: &Period) -> bool {
    let shared = (one.end.min(other.end) - one.start.max(other.start)).get_days();
    let length = |span: &Period| (span.end - span.start).get_days();
    shared * 2 > length(one).min(length(other))
}
