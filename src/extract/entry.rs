//! Claims by place: the row's entity, the column's attribute, a key and its value.

use std::ops::Range;

use rust_decimal::Decimal;

use super::pattern::counted;
use super::reading::{Form, Reading};
use super::subject::{Found, takes};
use super::{Draft, Trace, modality, qualifier, serves};
use crate::claim::{Certainty, Qualifier};
use crate::document::Scope;
use crate::entity::{Cast, EntityKind, MemberId, name_key};
use crate::language::TokenKind;
use crate::rule::{HeadingHit, Rule, RuleSet};
use crate::value::{Grain, Period, Value, ValueKind};

/// A key within a text may have so many words besides those that name its attribute: with more it
/// is the beginning of a sentence.
const MOST_REST: usize = 2;

/// What an entry says, by the tokens of its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places {
    /// The label of the row; empty behind a key.
    pub(super) row: Range<usize>,
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
}

/// What a key, or a row's label, says of the value.
struct Named<'r> {
    rule: &'r Rule,
    /// Which kind of figure it is; empty for the usual one.
    rest: String,
    /// The post that the key names.
    role: Option<String>,
}

/// The claims of an entry. `None` where neither its key nor its row names an attribute: then it
/// is a sentence like any other.
pub(super) fn claims<'r>(
    rules: &'r RuleSet,
    readings: &[Reading<'_>],
    index: usize,
    cast: &Cast,
    trace: &mut Trace,
) -> Option<Vec<Draft<'r>>> {
    let reading = readings.get(index)?;
    let entry = reading.sentence.entry.as_ref()?;
    let places = reading.places.as_ref()?;
    let configured = entry.attribute.as_ref().map(|attribute| {
        rules
            .rules()
            .iter()
            .find(|rule| rule.attribute == *attribute)
            .map(|rule| Named {
                rule,
                rest: String::new(),
                role: None,
            })
    });
    let by_key = match configured {
        Some(named) => named,
        None => named_by(rules, reading, &places.key),
    };
    let (named, label) = match by_key {
        Some(named) => (named, &places.row),
        // "Effectif | 2023 | 2024", "| | Orvane | Vantelle |": the row names the attribute.
        None => (named_by(rules, reading, &places.row)?, &places.key),
    };
    let is_in_text = matches!(reading.sentence.scope, Scope::Prose | Scope::ListItem);
    if is_in_text && named.rest.split_whitespace().count() > MOST_REST {
        return None;
    }
    let Some(subject) = subject_of(named.rule, readings, index, label, cast) else {
        trace.rejected(named.rule, "the heading names it, but nothing names what it is about");
        return Some(Vec::new());
    };
    let values = values_of(named.rule, reading, cast, &places.value);
    if values.is_empty() {
        trace.rejected(named.rule, "the heading names it, but the value is of another kind");
    }
    // "He held key posts: five years as …" is a sentence like any other.
    if values.is_empty() && is_in_text {
        return None;
    }
    let one_of_many = values.len() > 1;
    Some(
        values
            .into_iter()
            .filter(|(value, _)| !is_subject(value, cast, subject.found.member))
            .map(|(value, tokens)| {
                trace.claimed(named.rule, "heading");
                draft(&named, reading, cast, &subject, value, tokens, one_of_many)
            })
            .collect(),
    )
}

/// "**Voltane** (Sunderland): chief executive Ingrid Solheim": whom an item speaks of from its
/// first word on.
pub(super) fn lead(reading: &Reading<'_>, cast: &Cast) -> Option<MemberId> {
    let places = reading.places.as_ref().filter(|places| places.row.is_empty())?;
    let name = reading
        .names
        .first()
        .filter(|name| name.tokens.start == places.key.start)?;
    let end = (name.tokens.end..places.key.end)
        .find(|at| reading.tokens.text(*at) == "(")
        .unwrap_or(places.key.end);
    (name.tokens.end >= end).then(|| cast.find(&name.name)).flatten()
}

/// "chief executive Ingrid Solheim, 120 staff": an office and its holder at the head of what is
/// said of whom an item speaks of.
pub(super) fn holder<'r>(
    rules: &'r RuleSet,
    reading: &Reading<'_>,
    cast: &Cast,
    trace: &mut Trace,
) -> Option<Draft<'r>> {
    let places = reading.places.as_ref()?;
    let member = reading.lead?;
    let title = reading
        .titles
        .iter()
        .find(|title| title.tokens.start == places.value.start)?;
    let rule = rules.rules().iter().find(|rule| holds_office(rule))?;
    let holder = reading.references.iter().find(|reference| {
        reference.form == Form::Name
            && reference.tokens.start == title.tokens.end
            && cast.may_be(reference.member, EntityKind::Person)
    })?;
    if !takes(rule, cast, member) || modality::is_forbidden(rule, reading, title.tokens.clone()) {
        return None;
    }
    trace.claimed(rule, "heading");
    let named = Named {
        rule,
        rest: String::new(),
        role: Some(title.name.clone()),
    };
    let subject = Subject {
        found: Found {
            member,
            tokens: None,
            certainty: Certainty::High,
        },
        part: None,
    };
    let value = Value::Entity(cast.get(holder.member).name.clone());
    Some(draft(
        &named,
        reading,
        cast,
        &subject,
        value,
        holder.tokens.clone(),
        false,
    ))
}

/// Whether a rule says who holds an office.
fn holds_office(rule: &Rule) -> bool {
    rule.value == ValueKind::Entity
        && rule.entity == Some(EntityKind::Person)
        && rule.distinguish_by.contains(&Qualifier::Role)
}

/// What an entry is about.
struct Subject {
    found: Found,
    /// What part of it the row speaks of.
    part: Option<String>,
}

fn is_subject(value: &Value, cast: &Cast, member: MemberId) -> bool {
    matches!(value, Value::Entity(name) | Value::Place(name) if cast.find(name) == Some(member))
}

/// The rule that a heading names, by its own words or as the title of an office.
fn named_by<'r>(rules: &'r RuleSet, reading: &Reading<'_>, heading: &Range<usize>) -> Option<Named<'r>> {
    if heading.is_empty() {
        return None;
    }
    let dates: Vec<Range<usize>> = dates_in(reading, heading).map(|(tokens, _)| tokens).collect();
    let hit = rules
        .headings()
        .find(&reading.tokens, heading.clone(), &dates, reading.language);
    if let Some(HeadingHit { rule, rest }) = hit {
        return rules.rules().get(rule).map(|rule| Named { rule, rest, role: None });
    }
    let keys = &reading.language.tables().keys;
    let said = |at: &usize| {
        let word = reading.tokens.folded(*at);
        let dated = dates.iter().any(|date| date.contains(at));
        reading.tokens.is(*at, TokenKind::Word) && !dated && !keys.small.contains(word) && !keys.now.contains(word)
    };
    let title = reading
        .titles
        .iter()
        .find(|title| title.tokens.start >= heading.start && title.tokens.end <= heading.end)?;
    if heading.clone().filter(said).any(|at| !title.tokens.contains(&at)) {
        return None;
    }
    let rule = rules.rules().iter().find(|rule| holds_office(rule))?;
    let only = heading.len() == title.tokens.len();
    let forbidden = !only && modality::is_forbidden(rule, reading, heading.clone());
    (!forbidden).then(|| Named {
        rule,
        rest: String::new(),
        role: Some(title.name.clone()),
    })
}

fn dates_in<'r>(
    reading: &'r Reading<'_>,
    within: &'r Range<usize>,
) -> impl Iterator<Item = (Range<usize>, Period)> + 'r {
    reading.values.iter().filter_map(|mention| match &mention.value {
        Value::Date(period) if within.start <= mention.tokens.start && mention.tokens.end <= within.end => {
            Some((mention.tokens.clone(), *period))
        }
        _ => None,
    })
}

/// Whom a row or key speaks of: the label, where it is a name of the right kind; else what the
/// section is about, of which the label may be a part.
fn subject_of(
    rule: &Rule,
    readings: &[Reading<'_>],
    index: usize,
    label: &Range<usize>,
    cast: &Cast,
) -> Option<Subject> {
    let reading = &readings[index];
    let keys = &reading.language.tables().keys;
    let words: Vec<&str> = label.clone().map(|at| reading.tokens.folded(at)).collect();
    let joined = words.join(" ");
    let is_total = words.iter().any(|word| keys.totals.contains(*word));
    let says_nothing = label.is_empty()
        || is_total
        || keys.generic.contains(&joined)
        || words
            .iter()
            .all(|word| keys.now.contains(*word) || keys.small.contains(*word))
        || label.clone().all(|at| {
            reading.in_value(at)
                || !reading.tokens.is(at, TokenKind::Word)
                || keys.small.contains(reading.tokens.folded(at))
        });
    if is_total && has_named_rows(rule, readings, index, cast) {
        return None;
    }
    if says_nothing {
        return about(rule, readings, index, cast).map(|found| Subject { found, part: None });
    }
    let name = reading
        .names
        .iter()
        .find(|name| name.tokens.start == label.start && !name.doubtful);
    let covers = |end: usize| end >= label.end || matches!(reading.tokens.text(end), "(" | "," | "[");
    if let Some(name) = name.filter(|name| covers(name.tokens.end))
        && let Some(member) = cast.find(&name.name)
    {
        let kind = cast.get(member).kind;
        let place_of_another = kind == EntityKind::Place && !rule.subjects.contains(&EntityKind::Place);
        if !place_of_another && takes(rule, cast, member) {
            return Some(Subject {
                found: Found {
                    member,
                    tokens: Some(name.tokens.clone()),
                    certainty: Certainty::High,
                },
                part: None,
            });
        }
    }
    let found = about(rule, readings, index, cast)?;
    Some(Subject {
        found,
        part: Some(name_key(&joined)),
    })
}

/// Whether other rows of the table speak of entities of their own: their sum is nobody's.
fn has_named_rows(rule: &Rule, readings: &[Reading<'_>], index: usize, cast: &Cast) -> bool {
    let (block, beside) = (readings[index].sentence.heading, 64);
    let around = index.saturating_sub(beside)..(index + beside).min(readings.len());
    readings[around]
        .iter()
        .filter(|other| other.sentence.heading == block)
        .any(|other| {
            let row = other
                .places
                .as_ref()
                .map(|places| places.row.clone())
                .unwrap_or_default();
            other.names.iter().any(|name| {
                let named = !row.is_empty() && name.tokens.start == row.start && !name.doubtful;
                named && cast.find(&name.name).is_some_and(|member| takes(rule, cast, member))
            })
        })
}

/// What the section is about: the name in the nearest heading that has one, else what the
/// document is about.
fn about(rule: &Rule, readings: &[Reading<'_>], index: usize, cast: &Cast) -> Option<Found> {
    let found = |member, certainty| {
        Some(Found {
            member,
            tokens: None,
            certainty,
        })
    };
    let reading = &readings[index];
    let mut heading = reading.sentence.heading;
    let mut steps = 0;
    while let Some(above) = heading.and_then(|at| readings.get(at)).filter(|_| steps < 16) {
        let mut members: Vec<MemberId> = above
            .names
            .iter()
            .filter_map(|name| cast.find(&name.name))
            .filter(|member| takes(rule, cast, *member))
            .collect();
        members.dedup();
        let leading = above.names.first().filter(|name| name.tokens.start <= 1);
        match (members[..].first(), leading.and_then(|name| cast.find(&name.name))) {
            (Some(member), _) if members.len() == 1 => return found(*member, Certainty::Medium),
            (Some(member), Some(first)) if *member == first => return found(first, Certainty::Medium),
            (Some(_), _) => return None,
            _ => {}
        }
        heading = above.sentence.heading;
        steps += 1;
    }
    let main = cast.main().filter(|member| takes(rule, cast, *member))?;
    let wanted = rule.wants_subject(cast.get(main).kind);
    if wanted || reading.sentence.scope == Scope::FrontMatter {
        found(main, Certainty::Low)
    } else {
        None
    }
}

/// The values of a rule's kind that an entry states, each with its tokens.
fn values_of(rule: &Rule, reading: &Reading<'_>, cast: &Cast, place: &Range<usize>) -> Vec<(Value, Range<usize>)> {
    match rule.value {
        ValueKind::Entity | ValueKind::Place => named_values(rule, reading, cast, place),
        ValueKind::Role => reading
            .titles
            .iter()
            .filter(|title| title.tokens.start >= place.start && title.tokens.start <= place.start + 1)
            .map(|title| (Value::Role(title.name.clone()), title.tokens.clone()))
            .take(1)
            .collect(),
        ValueKind::Polarity => Vec::new(),
        _ => measured(rule, reading, place).into_iter().collect(),
    }
}

/// Names at the beginning of the value; more than one only for a rule of many.
fn named_values(rule: &Rule, reading: &Reading<'_>, cast: &Cast, place: &Range<usize>) -> Vec<(Value, Range<usize>)> {
    let wanted = match rule.value {
        ValueKind::Place => Some(EntityKind::Place),
        _ => rule.entity,
    };
    let fits = |member: MemberId| wanted.is_none_or(|kind| cast.may_be(member, kind));
    let mut named: Vec<(Value, Range<usize>)> = Vec::new();
    let mut end = place.start;
    for reference in reading
        .references
        .iter()
        .filter(|reference| reference.form == Form::Name)
    {
        if !place.contains(&reference.tokens.start) || !fits(reference.member) {
            continue;
        }
        let opened = (end..reference.tokens.start).any(|at| matches!(reading.tokens.text(at), "(" | ";"));
        let near = reference.tokens.start <= end + 2;
        if opened || !near {
            break;
        }
        let name = cast.get(reference.member).name.clone();
        let value = if rule.value == ValueKind::Place {
            Value::Place(name)
        } else {
            Value::Entity(name)
        };
        named.push((value, reference.tokens.clone()));
        end = reference.tokens.end;
    }
    // "A et B" is no one holder; of "Lyon, France", the first is the place.
    let joined = named.len() > 1 && rule.value != ValueKind::Place;
    match rule.cardinality {
        crate::rule::Cardinality::Single if joined => Vec::new(),
        crate::rule::Cardinality::Single => named.into_iter().take(1).collect(),
        crate::rule::Cardinality::Many => named,
    }
}

/// A figure, date or span of time that is all the value says, but for what stands in parentheses.
fn measured(rule: &Rule, reading: &Reading<'_>, place: &Range<usize>) -> Option<(Value, Range<usize>)> {
    let mention = reading
        .values
        .iter()
        .find(|mention| mention.tokens.start >= place.start && mention.tokens.start <= place.start + 1)?;
    let closed = |end: usize| end >= place.end || matches!(reading.tokens.text(end), "(" | "," | ";" | "." | "[" | "*");
    let nouns = match &mention.value {
        Value::Count(_, nouns) => nouns.len(),
        _ => 0,
    };
    // "187 personnes": what is counted follows its figure.
    let mut end = mention.tokens.end;
    while end < place.end && end < mention.tokens.end + nouns + 1 && !closed(end) {
        end += 1;
    }
    if !closed(end) {
        return None;
    }
    let value = match (rule.value, mention.value.clone()) {
        (ValueKind::Count, Value::Number(amount)) => Value::Count(amount, vec![first_noun(rule, reading)?]),
        (ValueKind::Date, Value::Number(amount)) => Value::Date(year_of(amount.nominal)?),
        (ValueKind::Age, Value::Number(amount)) if amount.nominal < Decimal::from(120) => {
            Value::Age(crate::value::Duration::years(amount)?)
        }
        (_, value @ Value::Count(..)) => counted(rule, reading, value)?,
        (kind, value) => value.clone().told_as(kind).unwrap_or(value),
    };
    serves(rule, &value).then(|| (value, mention.tokens.clone()))
}

fn first_noun(rule: &Rule, reading: &Reading<'_>) -> Option<String> {
    let word = rule
        .noun_words
        .iter()
        .find(|(language, _)| *language == reading.language);
    let (_, noun) = word.or(rule.noun_words.first())?;
    let plural = noun.ends_with(['s', 'x']) || matches!(noun.as_str(), "people" | "staff" | "personnel");
    Some(if plural { noun.clone() } else { format!("{noun}s") })
}

/// "1994": a bare number of four figures where a date is wanted.
fn year_of(number: Decimal) -> Option<Period> {
    let year = i16::try_from(number).ok().filter(|year| (1000..2200).contains(year))?;
    number.is_integer().then(|| Period::year(year)).flatten()
}

fn draft<'r>(
    named: &Named<'r>,
    reading: &Reading<'_>,
    cast: &Cast,
    subject: &Subject,
    value: Value,
    tokens: Range<usize>,
    one_of_many: bool,
) -> Draft<'r> {
    let rule = named.rule;
    let slots = qualifier::Slots {
        role: named.role.clone(),
        ..qualifier::Slots::default()
    };
    let mut manner = modality::read(rule, reading, tokens.clone(), tokens.clone());
    let mut qualifiers = qualifier::read(
        rule,
        reading,
        cast,
        &subject.found,
        tokens.clone(),
        tokens.clone(),
        &slots,
    );
    if rule.value != ValueKind::Date
        && let Some(places) = &reading.places
        && let Some((_, period)) = dates_in(reading, &(0..places.key.end)).last()
    {
        manner.as_of = manner.as_of.or(Some(period));
        if rule.distinguish_by.contains(&Qualifier::Year) && period.grain <= Grain::Year {
            qualifiers.insert(Qualifier::Year, period.start.year().to_string());
        }
        if rule.distinguish_by.contains(&Qualifier::Period) && period.grain < Grain::Year && period.grain > Grain::Day {
            qualifiers.insert(Qualifier::Period, period.to_string());
        }
    }
    if !named.rest.is_empty() {
        qualifiers.insert(Qualifier::Variant, named.rest.clone());
    }
    if let Some(part) = &subject.part {
        qualifiers.insert(Qualifier::Part, part.clone());
    }
    // One of several names is a part of the answer.
    let confidence = if one_of_many {
        subject.found.certainty.min(Certainty::Medium)
    } else {
        subject.found.certainty
    };
    Draft {
        rule,
        attribute: rule.attribute.clone(),
        subject: subject.found.clone(),
        value,
        value_range: reading.byte_range(tokens),
        qualifiers,
        manner,
        confidence,
    }
}
