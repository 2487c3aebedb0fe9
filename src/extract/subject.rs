//! Grammar that finds whom a value is said of.

use std::ops::Range;

use super::reading::{Form, Reading, Reference, is_elliptic};
use crate::claim::Certainty;
use crate::document::Scope;
use crate::entity::{Cast, EntityKind, MemberId};
use crate::language::{Tables, TokenKind, Tokens};
use crate::rule::Rule;
use crate::value::{Mention, ValueKind};

/// The subject of a claim.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Who it is.
    pub(super) member: MemberId,
    /// Where it stands, when it stands in the sentence.
    pub(super) tokens: Option<Range<usize>>,
    /// How surely.
    pub(super) certainty: Certainty,
}

/// Finds the subject for a trigger and its value, from the surest construction to the least sure.
pub(super) fn find(
    reading: &Reading<'_>,
    cast: &Cast,
    rule: &Rule,
    trigger: Range<usize>,
    value: Range<usize>,
) -> Option<Found> {
    let tables = reading.language.tables();
    let fits = |reference: &&Reference| takes(rule, cast, reference.member) && !overlaps(&reference.tokens, &value);
    complement(reading, &trigger, &value, tables, &fits)
        .or_else(|| possessor(reading, &trigger, tables, &fits))
        .or_else(|| antecedent(reading, &trigger, tables, &fits))
        .or_else(|| before(reading, cast, rule, &trigger, &value, tables, &fits))
        .or_else(|| fronted(reading, &trigger, &value, &fits))
        .map(|reference| found(reference, Certainty::High))
        .or_else(|| elsewhere(reading, cast, rule))
}

/// Whether a rule may speak of an entity.
pub(super) fn takes(rule: &Rule, cast: &Cast, member: MemberId) -> bool {
    rule.subjects.is_empty() || rule.subjects.iter().any(|kind| cast.may_be(member, *kind))
}

/// The entity that the next sentences will refer to: the sentence's first reference that is not
/// inside a complement.
pub(super) fn topic_of(reading: &Reading<'_>) -> Option<MemberId> {
    let tables = reading.language.tables();
    let free = reading
        .references
        .iter()
        .find(|reference| !is_complement(reading, reference, tables));
    let any = reading.references.iter().find(|reference| reference.form == Form::Name);
    free.or(any).map(|reference| reference.member)
}

fn found(reference: &Reference, certainty: Certainty) -> Found {
    let certainty = match reference.form {
        Form::Name => certainty,
        Form::Description | Form::Pronoun => certainty.min(Certainty::Medium),
    };
    Found {
        member: reference.member,
        tokens: Some(reference.tokens.clone()),
        certainty,
    }
}

fn overlaps(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// "la levée de fonds de X", "la levée de 500 M€ d'X", "the valuation of X".
fn complement<'r>(
    reading: &'r Reading<'_>,
    trigger: &Range<usize>,
    value: &Range<usize>,
    tables: &Tables,
    fits: &impl Fn(&&Reference) -> bool,
) -> Option<&'r Reference> {
    let mut starts = vec![trigger.end];
    if value.start >= trigger.end && value.start <= trigger.end + 2 {
        starts.push(value.end);
    }
    // "les 640 habitants de X": what is counted stands between.
    let counts = |mention: &&Mention| mention.tokens == *value && mention.value.kind() == ValueKind::Count;
    if reading.values.iter().any(|mention| counts(&mention)) {
        starts
            .extend((value.end + 1..=value.end + 3).take_while(|start| reading.tokens.is(start - 1, TokenKind::Word)));
    }
    // "le budget 2025 de X": a date may stand between.
    let dates = reading
        .values
        .iter()
        .filter(|mention| mention.tokens.start == trigger.end && mention.tokens != *value);
    starts.extend(dates.map(|mention| mention.tokens.end));
    starts.into_iter().find_map(|start| {
        let ((), behind) = tables.pronouns.of.at(&reading.tokens, start)?;
        reading
            .references
            .iter()
            .find(|reference| (behind..=behind + 3).contains(&reference.tokens.start))
            .filter(|reference| (behind..reference.tokens.start).all(|i| !is_break(reading, i)))
            .filter(fits)
    })
}

/// "X's round", "son siège", "its headquarters".
fn possessor<'r>(
    reading: &'r Reading<'_>,
    trigger: &Range<usize>,
    tables: &Tables,
    fits: &impl Fn(&&Reference) -> bool,
) -> Option<&'r Reference> {
    reading.references.iter().rev().find(|reference| {
        let near = reference.tokens.end <= trigger.start && trigger.start - reference.tokens.end <= 3;
        let genitive = reading.tokens.folded(reference.tokens.end) == "'s";
        let possessive = reference.form == Form::Pronoun
            && tables
                .pronouns
                .possessives
                .contains(reading.tokens.folded(reference.tokens.start));
        near && (genitive || possessive) && fits(reference)
    })
}

/// "X, qui emploie …", "X, whose seat …".
fn antecedent<'r>(
    reading: &'r Reading<'_>,
    trigger: &Range<usize>,
    tables: &Tables,
    fits: &impl Fn(&&Reference) -> bool,
) -> Option<&'r Reference> {
    let relative = (0..trigger.start)
        .rev()
        .take_while(|i| !matches!(reading.tokens.text(*i), ";" | ":" | "(" | ")"))
        .take(10)
        .find(|i| tables.pronouns.relatives.contains(reading.tokens.folded(*i)))?;
    let comma = relative.checked_sub(1).is_some_and(|i| reading.tokens.text(i) == ",");
    let end = if comma { relative - 1 } else { relative };
    // A subject between the relative and the trigger takes precedence: "X, dont Y emploie …".
    let inner = reading.references.iter().any(|reference| {
        reference.tokens.start > relative
            && reference.tokens.end <= trigger.start
            && fits(&reference)
            && reference.form == Form::Name
    });
    if inner {
        return None;
    }
    reading
        .references
        .iter()
        .find(|reference| reference.tokens.end == end || reference.tokens.end + 1 == end)
        .filter(fits)
}

/// The nearest reference before the trigger that is no complement of something else.
fn before<'r>(
    reading: &'r Reading<'_>,
    cast: &Cast,
    rule: &Rule,
    trigger: &Range<usize>,
    value: &Range<usize>,
    tables: &Tables,
    fits: &impl Fn(&&Reference) -> bool,
) -> Option<&'r Reference> {
    let limit = trigger.start.min(value.start);
    let candidates: Vec<&Reference> = reading
        .references
        .iter()
        .filter(|reference| reference.tokens.end <= limit && !crosses_semicolon(reading, reference.tokens.end, limit))
        .filter(fits)
        .collect();
    let free = |reference: &&&Reference| !is_complement(reading, reference, tables);
    let wanted = |reference: &&&Reference| rule.wants_subject(cast.get(reference.member).kind);
    candidates
        .iter()
        .rev()
        .find(|reference| free(reference) && wanted(reference))
        .or_else(|| candidates.iter().rev().find(free))
        .copied()
}

/// "Fondée en 2013, X emploie …": the subject stands behind a fronted part.
fn fronted<'r>(
    reading: &'r Reading<'_>,
    trigger: &Range<usize>,
    value: &Range<usize>,
    fits: &impl Fn(&&Reference) -> bool,
) -> Option<&'r Reference> {
    let limit = trigger.end.max(value.end);
    let comma = (limit..reading.tokens.len()).find(|i| reading.tokens.text(*i) == "," && !reading.in_value(*i))?;
    let head = (0..trigger.start.min(value.start)).any(|i| is_break(reading, i));
    if head {
        return None;
    }
    reading
        .references
        .iter()
        .find(|reference| (comma + 1..=comma + 3).contains(&reference.tokens.start))
        .filter(fits)
}

/// No subject in the clause: the only fitting one of the sentence, else what the text is about.
fn elsewhere(reading: &Reading<'_>, cast: &Cast, rule: &Rule) -> Option<Found> {
    // A row is about what it names itself.
    if reading.sentence.scope == Scope::TableRow {
        return None;
    }
    // "**Voltane**: 120 staff": an item is about the name that it begins with.
    if let Some(member) = reading.lead.filter(|member| takes(rule, cast, *member)) {
        return Some(Found {
            member,
            tokens: None,
            certainty: Certainty::Medium,
        });
    }
    if names_another(reading) {
        return None;
    }
    let tables = reading.language.tables();
    let wanted: Vec<&Reference> = reading
        .references
        .iter()
        .filter(|reference| rule.wants_subject(cast.get(reference.member).kind) && !rule.subjects.is_empty())
        .filter(|reference| !is_complement(reading, reference, tables))
        .collect();
    let first = wanted.first();
    if let Some(first) = first
        && wanted.iter().all(|reference| reference.member == first.member)
    {
        return Some(found(first, Certainty::Medium));
    }
    if !wanted.is_empty() {
        return None;
    }
    if rule.subjects.is_empty() {
        // What is said of nothing in particular is said of what the text is about.
        return cast.main().map(|member| Found {
            member,
            tokens: None,
            certainty: Certainty::Low,
        });
    }
    rule.subjects.iter().find_map(|kind| {
        let member = cast
            .referent(*kind)
            .filter(|member| cast.get(*member).kind == *kind || cast.get(*member).kind == EntityKind::Unknown)?;
        let alone = cast.only(*kind) == Some(member) || is_elliptic(reading.sentence.scope);
        Some(Found {
            member,
            tokens: None,
            certainty: if alone { Certainty::Medium } else { Certainty::Low },
        })
    })
}

/// "Groupe scolaire Louise-Aubin: 9 classes": a key that holds a name speaks of it, not of what
/// the text is about.
fn names_another(reading: &Reading<'_>) -> bool {
    let Some(places) = reading.places.as_ref().filter(|_| reading.lead.is_none()) else {
        return false;
    };
    let mut words = places.key.clone().filter(|at| reading.tokens.is(*at, TokenKind::Word));
    words.next();
    words.any(|at| reading.tokens.is_capitalised(at) && !reading.in_value(at))
}

/// Whether a reference is the complement of a word before it ("le patron de X", "à X", "with X").
pub(super) fn is_complement(reading: &Reading<'_>, reference: &Reference, tables: &Tables) -> bool {
    is_complement_in(&reading.tokens, reference, tables)
}

/// The same, before the sentence's references are all known.
pub(super) fn is_complement_in(tokens: &Tokens<'_>, reference: &Reference, tables: &Tables) -> bool {
    let mut start = reference.tokens.start;
    // "de la société X", "of the company X": look before article and noun.
    for _ in 0..3 {
        let Some(before) = start.checked_sub(1) else {
            return false;
        };
        let word = tokens.folded(before);
        let of = tables.pronouns.of.before(tokens, start).is_some();
        let preposition = tables.names.place_prepositions.contains(word)
            || tables.pronouns.at.before(tokens, start).is_some()
            || tables.pronouns.by.contains(word)
            || tables.prepositions.contains(word);
        if of || preposition {
            return true;
        }
        let noun = tables.is_common_noun(word)
            || tables.pronouns.articles.contains(word)
            || tables.names.demonyms.contains_key(word);
        if !noun || reference.form != Form::Name {
            return false;
        }
        start = before;
    }
    false
}

fn is_break(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.tokens.text(at), "," | ";" | ":" | "(" | ")" | "—" | "«" | "»") && !reading.in_value(at)
}

fn crosses_semicolon(reading: &Reading<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|i| reading.tokens.text(i) == ";")
}
