//! What limits a claim: the round, the year, the place, the house that it speaks of.

use std::ops::Range;

use jiff::ToSpan;

use super::reading::{Form, Reading};
use super::subject::{Found, is_complement};
use crate::claim::{Qualifier, Qualifiers};
use crate::entity::{Cast, EntityKind, MemberId, name_key};
use crate::language::{Tables, TokenKind, fold};
use crate::rule::Rule;
use crate::value::{Grain, Period, Value, ValueKind};

/// What the slots of a pattern said.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    pub(super) entity: Option<MemberId>,
    pub(super) role: Option<String>,
}

/// Reads the qualifiers that the rule distinguishes by.
pub(super) fn read(
    rule: &Rule,
    reading: &Reading<'_>,
    cast: &Cast,
    subject: &Found,
    around: Range<usize>,
    value: Range<usize>,
    slots: &Slots,
) -> Qualifiers {
    let tables = reading.language.tables();
    let clause = reading.clause(around.clone());
    let mut qualifiers = Qualifiers::new();
    for qualifier in &rule.distinguish_by {
        let found = match qualifier {
            Qualifier::Round => round(reading, tables, &value),
            Qualifier::Year => year(rule, reading, &value),
            Qualifier::Period => part_of_year(rule, reading, &value),
            Qualifier::Event => event(reading, cast, slots, &around, tables),
            Qualifier::Organization => organization(reading, cast, subject, slots, &value, tables),
            Qualifier::Place => place(rule, reading, cast, subject, &clause, &value),
            Qualifier::Role => slots.role.clone().or_else(|| role(rule, reading, &value)),
            Qualifier::Part => part(rule, reading, tables, &around, &value, &clause),
            Qualifier::Per => word_behind(reading, &tables.qualifiers.per, &value),
            Qualifier::Ordinal => ordinal(reading, &clause),
            // Read with an open claim itself.
            Qualifier::Verb => None,
            Qualifier::Variant => variant(reading, &tables.qualifiers.variant, &clause),
        };
        if let Some(found) = found {
            qualifiers.insert(*qualifier, found);
        }
    }
    let amounts = matches!(rule.value, ValueKind::Count | ValueKind::Quantity | ValueKind::Money);
    // "douze éoliennes de 3 MW": the figure of each.
    if amounts && rule.distinguish_by.contains(&Qualifier::Per) && is_of_several(reading, tables, &value) {
        qualifiers.entry(Qualifier::Per).or_insert_with(|| "each".to_owned());
    }
    // "120 lits chacune", "each of its houses has 120 beds": not the figure of the whole.
    let each = &tables.qualifiers.each;
    if amounts && each.find(&reading.tokens, clause.start, clause.end).is_some() {
        qualifiers.entry(Qualifier::Per).or_insert_with(|| "each".to_owned());
    }
    qualifiers
}

/// A part of the whole, or something that comes on top of it: "dont 40", "another 160", "40 more".
fn part(
    rule: &Rule,
    reading: &Reading<'_>,
    tables: &Tables,
    around: &Range<usize>,
    value: &Range<usize>,
    clause: &Range<usize>,
) -> Option<String> {
    let amounts = matches!(rule.value, ValueKind::Count | ValueKind::Quantity | ValueKind::Money);
    word_before(reading, &tables.qualifiers.part, value, clause)
        .or_else(|| {
            // "21 % de visiteurs de plus" is a rise.
            if !amounts {
                return None;
            }
            let before = tables.qualifiers.more_before.before(&reading.tokens, value.start);
            let behind = value.end..(value.end + 3).min(clause.end);
            let behind = tables
                .qualifiers
                .more_behind
                .find(&reading.tokens, behind.start, behind.end);
            (before.is_some() || behind.is_some()).then(|| "more".to_owned())
        })
        .or_else(|| some_of_them(reading, tables, around, value).then(|| "part".to_owned()))
        .or_else(|| (amounts && of_a_part(reading, tables, around, clause)).then(|| "part".to_owned()))
}

/// "La travée centrale du pont de X", "X's German subsidiary", "revenue at X's online shop".
fn of_a_part(reading: &Reading<'_>, tables: &Tables, around: &Range<usize>, clause: &Range<usize>) -> bool {
    let tokens = &reading.tokens;
    let owned = |at: usize| {
        let of = (at + 1..at + 4).any(|i| tables.pronouns.of.at(tokens, i).is_some());
        let whose = (at.saturating_sub(3)..at)
            .any(|i| tokens.folded(i) == "'s" || tables.pronouns.possessives.contains(tokens.folded(i)));
        of || whose
    };
    let start = clause.start..around.end;
    let noun = start.into_iter().any(|at| {
        tables.qualifiers.part_nouns.contains(reading.stem(at)) && tokens.is(at, TokenKind::Word) && owned(at)
    });
    noun || tables
        .qualifiers
        .part_beside
        .find(tokens, clause.start, clause.end)
        .is_some()
}

/// Whether a figure stands behind a number of things that each have it.
fn is_of_several(reading: &Reading<'_>, tables: &Tables, value: &Range<usize>) -> bool {
    let of = tables
        .pronouns
        .of
        .before(&reading.tokens, value.start)
        .map(|((), start)| start);
    reading.values.iter().any(|mention| {
        let several = mention.value.kind() == ValueKind::Count && mention.tokens.end < value.start;
        several
            && of.is_some_and(|of| {
                mention.tokens.end < of
                    && of <= mention.tokens.end + 3
                    && (mention.tokens.end..of).all(|at| reading.tokens.is(at, TokenKind::Word))
            })
    })
}

/// "Douze salariés de X ont manifesté", where "les douze salariés de X" would be all of them.
fn some_of_them(reading: &Reading<'_>, tables: &Tables, around: &Range<usize>, value: &Range<usize>) -> bool {
    let clause = reading.clause_at(value.start);
    let Some(verb) = clause.and_then(|clause| clause.verb.as_ref()) else {
        return false;
    };
    let counts = reading
        .values
        .iter()
        .any(|mention| mention.tokens == *value && mention.value.kind() == ValueKind::Count);
    let opens = clause.is_some_and(|clause| clause.tokens.start == value.start);
    let owned =
        (value.end..(value.end + 3).min(verb.start)).any(|at| tables.pronouns.of.at(&reading.tokens, at).is_some());
    // "60,000 copies of X were sold": where the verb is what the rule looks for, all are meant.
    counts && opens && owned && value.end < verb.start && around.end <= verb.start
}

fn round(reading: &Reading<'_>, tables: &Tables, value: &Range<usize>) -> Option<String> {
    let (name, start, end) = tables
        .qualifiers
        .rounds
        .find(&reading.tokens, 0, reading.tokens.len())?;
    // "raised $45 million and repaid a loan": what is borrowed or given is told in its own clause.
    let clause = reading.clause_at(value.start);
    let is_other =
        matches!(name.as_str(), "debt" | "grant") && clause.is_some_and(|clause| !clause.tokens.contains(&start));
    if is_other {
        return None;
    }
    // "série A", "Series B": the letter is part of the round.
    let letter = reading.tokens.text(end);
    let lettered = letter.chars().count() == 1 && letter.chars().all(char::is_uppercase);
    if name == "series" {
        return lettered.then(|| format!("series {}", fold(letter)));
    }
    Some(name.clone())
}

/// The nearest year beside the value; a date that is the value itself limits nothing.
fn year(rule: &Rule, reading: &Reading<'_>, value: &Range<usize>) -> Option<String> {
    let (period, mention) = nearest_date(rule, reading, value, |grain| {
        grain <= Grain::Year || grain == Grain::Span
    })?;
    if period.grain == Grain::Span {
        // "2023-2024": a business year, a school year, a season.
        let begins = mention.len() <= 5 && mention.clone().any(|at| reading.tokens.is(at, TokenKind::Digits));
        let (first, last) = (period.start.year(), period.last_day().year());
        return (begins && first + 1 == last).then(|| format!("{first}/{last}"));
    }
    // "the year to March 2025" is not the year 2025.
    let ends = months_to(reading, &mention) == Some(12) && period.last_day().month() < 12;
    let year = period.last_day().year();
    Some(if ends {
        format!("to {year}-{:02}", period.last_day().month())
    } else {
        period.start.year().to_string()
    })
}

/// The months that end with a date: "the six months to June".
fn months_to(reading: &Reading<'_>, date: &Range<usize>) -> Option<i8> {
    let words = &reading.language.tables().qualifiers.months_to;
    words.before(&reading.tokens, date.start).map(|(months, _)| *months)
}

fn part_of_year(rule: &Rule, reading: &Reading<'_>, value: &Range<usize>) -> Option<String> {
    let (period, mention) = nearest_date(rule, reading, value, |grain| {
        matches!(grain, Grain::Quarter | Grain::Half | Grain::Season | Grain::Month)
    })?;
    match months_to(reading, &mention) {
        Some(12) => None,
        Some(months) => {
            let start = period.end.checked_sub(months.months()).ok()?;
            Some(Period::new(start, period.end, Grain::Half).to_string())
        }
        None => Some(period.to_string()),
    }
}

fn nearest_date(
    rule: &Rule,
    reading: &Reading<'_>,
    value: &Range<usize>,
    keep: impl Fn(Grain) -> bool,
) -> Option<(Period, Range<usize>)> {
    if rule.value == ValueKind::Date {
        return None;
    }
    let clause = reading.clause(value.clone());
    // "En 2024, …", "…, in 2024": a date on its own before or behind a comma limits the sentence.
    let fronted = |tokens: &Range<usize>| tokens.start <= 2 || tokens.end + 1 >= reading.tokens.len();
    reading
        .values
        .iter()
        .filter(|mention| mention.tokens != *value)
        .filter(|mention| {
            clause.contains(&mention.tokens.start)
                || fronted(&mention.tokens)
                || reading.leads_in(&mention.tokens, value)
        })
        .filter(|mention| !reading.belongs_to_another(&mention.tokens, value))
        // "emploie 340 salariés depuis 2019": not only in that year.
        .filter(|mention| !reading.is_since(mention))
        // "5 % de plus qu'en 2022": what it is compared with.
        .filter(|mention| !reading.is_base(&mention.tokens))
        .filter_map(|mention| match &mention.value {
            Value::Date(period) if keep(period.grain) => Some((*period, mention.tokens.clone())),
            _ => None,
        })
        .min_by_key(|(_, tokens)| tokens.start.abs_diff(value.start))
}

/// What is announced, won or held: a slot of the pattern, else a noun of an event.
fn event(reading: &Reading<'_>, cast: &Cast, slots: &Slots, around: &Range<usize>, tables: &Tables) -> Option<String> {
    let named = slots.entity.map(|entity| cast.get(entity));
    if let Some(named) = named.filter(|member| matches!(member.kind, EntityKind::Work | EntityKind::Unknown)) {
        return Some(name_key(&named.name));
    }
    let window = around.start.saturating_sub(3)..(around.end + 8).min(reading.tokens.len());
    window.clone().find_map(|at| {
        let stem = reading.stem(at);
        tables.qualifiers.events.get(stem).cloned()
    })
}

/// The house that a person's claim is about: "à la tête de X", "chez X".
fn organization(
    reading: &Reading<'_>,
    cast: &Cast,
    subject: &Found,
    slots: &Slots,
    value: &Range<usize>,
    tables: &Tables,
) -> Option<String> {
    if let Some(entity) = slots.entity {
        return Some(name_key(&cast.get(entity).name));
    }
    reading
        .references
        .iter()
        .filter(|reference| {
            reference.member != subject.member && !matches!(reference.form, Form::Pronoun | Form::Possessive)
        })
        .filter(|reference| {
            matches!(
                cast.get(reference.member).kind,
                EntityKind::Organization | EntityKind::Unknown | EntityKind::Work
            )
        })
        .filter(|reference| {
            // "X of Zug": what completes the subject is not what the claim is about.
            let own = subject.tokens.as_ref().is_some_and(|tokens| {
                tables
                    .pronouns
                    .of
                    .at(&reading.tokens, tokens.end)
                    .is_some_and(|((), behind)| behind == reference.tokens.start)
            });
            !own
        })
        .filter(|reference| !another_value_between(reading, &reference.tokens, value))
        .filter(|reference| {
            is_complement(reading, reference)
                || reference.form == Form::Description
                || reference.tokens.start > value.start
        })
        .min_by_key(|reference| reference.tokens.start.abs_diff(value.start))
        .map(|reference| name_key(&cast.get(reference.member).name))
}

/// "cinq ans chez X puis sept ans comme …": the house belongs to the value that stands next to it.
fn another_value_between(reading: &Reading<'_>, tokens: &Range<usize>, value: &Range<usize>) -> bool {
    let kind = reading
        .values
        .iter()
        .find(|mention| mention.tokens == *value)
        .map(|mention| mention.value.kind());
    reading.values.iter().any(|mention| {
        let between = (tokens.end <= mention.tokens.start && mention.tokens.end <= value.start)
            || (value.end <= mention.tokens.start && mention.tokens.end <= tokens.start);
        between && Some(mention.value.kind()) == kind
            || (Some(mention.value.kind()) == kind
                && mention.tokens.end <= tokens.start
                && tokens.end <= value.start
                && nearer_before(mention, tokens))
    })
}

/// Whether a reference stands right behind another value, which it completes.
fn nearer_before(mention: &crate::value::Mention, tokens: &Range<usize>) -> bool {
    mention.tokens.end <= tokens.start && tokens.start - mention.tokens.end <= 6
}

fn place(
    rule: &Rule,
    reading: &Reading<'_>,
    cast: &Cast,
    subject: &Found,
    clause: &Range<usize>,
    value: &Range<usize>,
) -> Option<String> {
    let demonyms = &reading.language.tables().names.demonyms;
    if rule.value == ValueKind::Place {
        // "its German head office": not that of the whole.
        let before = clause.start..value.start;
        let adjective = before
            .rev()
            .take(6)
            .find_map(|at| demonyms.get(reading.tokens.folded(at)));
        let named = adjective.filter(|_| reading.language.tables().grammar.adjectives_stand_first);
        return named.map(|place| name_key(place));
    }
    let beside = value.start.saturating_sub(2)..(value.end + 5).min(reading.tokens.len());
    let adjective = beside
        .filter(|at| clause.contains(at) && !value.contains(at))
        .find_map(|at| demonyms.get(reading.tokens.folded(at)));
    if let Some(place) = adjective {
        return Some(name_key(place));
    }
    reading
        .references
        .iter()
        .filter(|reference| reference.member != subject.member && reference.tokens != *value)
        .filter(|reference| {
            clause.contains(&reference.tokens.start) && cast.get(reference.member).kind == EntityKind::Place
        })
        .min_by_key(|reference| reference.tokens.start.abs_diff(value.start))
        .map(|reference| name_key(&cast.get(reference.member).name))
}

fn role(rule: &Rule, reading: &Reading<'_>, value: &Range<usize>) -> Option<String> {
    if rule.value == ValueKind::Role {
        return None;
    }
    reading
        .titles
        .iter()
        .map(|title| (title.tokens.start.abs_diff(value.end), title))
        .filter(|(distance, title)| *distance <= 4 && title.tokens.start >= value.end)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, title)| title.name.clone())
}

fn word_before(
    reading: &Reading<'_>,
    words: &crate::language::PhraseTable<()>,
    value: &Range<usize>,
    clause: &Range<usize>,
) -> Option<String> {
    let from = clause.start.saturating_sub(2).max(value.start.saturating_sub(6));
    let grammar = &reading.language.tables().grammar;
    words
        .find(&reading.tokens, from, value.start)
        // "X, dont le siège se trouve à …": that a relative tells of X.
        .filter(|(_, _, end)| (*end..value.start).all(|at| !grammar.is_finite(reading.tokens.text(at))))
        .map(|_| "part".to_owned())
}

fn word_behind(
    reading: &Reading<'_>,
    words: &crate::language::PhraseTable<()>,
    value: &Range<usize>,
) -> Option<String> {
    let (_, _, end) = words.find(&reading.tokens, value.end, (value.end + 2).min(reading.tokens.len()))?;
    let unit = reading.tokens.folded(end);
    (!unit.is_empty()).then(|| reading.language.stem(unit))
}

fn ordinal(reading: &Reading<'_>, clause: &Range<usize>) -> Option<String> {
    reading.values.iter().find_map(|mention| match mention.value {
        Value::Ordinal(rank) if clause.contains(&mention.tokens.start) => Some(rank.to_string()),
        _ => None,
    })
}

fn variant(
    reading: &Reading<'_>,
    words: &crate::language::PhraseTable<String>,
    clause: &Range<usize>,
) -> Option<String> {
    words
        .find(&reading.tokens, clause.start, clause.end)
        .map(|(name, _, _)| name.clone())
}
