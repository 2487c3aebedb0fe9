//! Claims by frames: a trigger near a value of the right kind, and a subject by grammar.

use std::ops::Range;

use rust_decimal::Decimal;

use super::bearer::{bearer, house};
use super::pattern::of_rule;
use super::reading::{Reading, Reference};
use super::subject::{self, reference_of};
use super::{Draft, Trace, modality, overlap, qualifier, serves};
use crate::claim::Certainty;
use crate::entity::{Cast, EntityKind, Spoken};
use crate::language::{TokenKind, counted_noun};
use crate::rule::{Rule, RuleSet, TriggerHit};
use crate::value::{Amount, Mention, Value, ValueKind};

/// A value farther than this from its trigger, in tokens with penalties for what stands between,
/// is not claimed.
const REACH: usize = 14;

/// From here on a bare number may be a sum.
const MILLION: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// A trigger, a value and how far apart they are.
struct Pair {
    rule: usize,
    trigger: Range<usize>,
    acts_on: bool,
    value: Value,
    tokens: Range<usize>,
    distance: usize,
}

/// The claims that frames make of the values that no pattern has claimed.
pub(super) fn claims<'r>(
    rules: &'r RuleSet,
    reading: &Reading<'_>,
    cast: &Cast,
    taken: &[Draft<'r>],
    trace: &mut Trace,
) -> Vec<Draft<'r>> {
    let triggers = rules.triggers(reading.language);
    let mut hits = triggers.hits(&reading.tokens, &|at| reading.stem(at));
    for hit in &mut hits {
        let rule = rules.rules().get(hit.rule);
        if rule.is_some_and(|rule| rule.value == ValueKind::Entity)
            && let Some(verb) = reading.without_by(&hit.tokens)
        {
            hit.tokens = verb;
            hit.acts_on = true;
        }
    }
    let mut pairs: Vec<Pair> = Vec::new();
    // "Institute" in "Lund Institute" is no verb.
    let in_name = |tokens: &Range<usize>| {
        reading.names.iter().any(|name| {
            name.tokens.len() > tokens.len() && name.tokens.start <= tokens.start && tokens.end <= name.tokens.end
        })
    };
    for hit in hits.iter().filter(|hit| !in_name(&hit.tokens)) {
        let Some(rule) = rules.rules().get(hit.rule) else {
            continue;
        };
        let found = candidates(rule, hit, reading, cast);
        if !found.is_empty() {
            trace.trigger(rule, reading, &hit.tokens);
        }
        pairs.extend(found);
    }
    // Counted nouns are triggers of their own where a rule has no others.
    for number in rules.wordless(reading.language) {
        let Some(rule) = rules.rules().get(*number) else {
            continue;
        };
        let counted = reading
            .values
            .iter()
            .filter(|mention| counts(rule, reading, &mention.value));
        pairs.extend(counted.map(|mention| Pair {
            rule: *number,
            trigger: mention.tokens.clone(),
            acts_on: false,
            value: mention.value.clone(),
            tokens: mention.tokens.clone(),
            distance: REACH / 2,
        }));
    }
    // Of two triggers equally near, the one of more words says more.
    let is_own = |pair: &Pair| rules.rules().get(pair.rule).is_some_and(|rule| rule.is_own);
    pairs.sort_by_key(|pair| {
        (
            !is_own(pair),
            pair.distance,
            std::cmp::Reverse(pair.trigger.len()),
            pair.rule,
        )
    });
    let mut drafts: Vec<Draft<'r>> = Vec::new();
    // What has only a supposed subject gives way to what another trigger of its rule ties to one.
    let mut supposed: Vec<Draft<'r>> = Vec::new();
    for pair in pairs {
        let Some(rule) = rules.rules().get(pair.rule) else {
            continue;
        };
        let range = reading.byte_range(pair.tokens.clone());
        let certain = taken.iter().chain(&drafts).any(|draft| is_claimed(draft, rule, &range));
        let of_another = supposed
            .iter()
            .any(|draft| draft.rule.id != rule.id && is_claimed(draft, rule, &range));
        if certain || of_another {
            continue;
        }
        match draft(rule, reading, cast, &pair) {
            Ok(draft) if draft.confidence == Certainty::Low => supposed.push(draft),
            Ok(draft) => {
                trace.claimed(rule, "frame");
                drafts.push(draft);
            }
            Err(reason) => trace.rejected(rule, reason),
        }
    }
    for draft in supposed {
        let claimed = |other: &Draft<'_>| is_claimed(other, draft.rule, &draft.value_range);
        if !taken.iter().chain(&drafts).any(claimed) {
            trace.claimed(draft.rule, "frame");
            drafts.push(draft);
        }
    }
    drafts
}

/// Whether another claim has taken a value from a rule.
pub(super) fn is_claimed(draft: &Draft<'_>, rule: &Rule, range: &Range<usize>) -> bool {
    // What the user wrote goes before what comes with the program.
    if rule.is_own && !draft.rule.is_own {
        return false;
    }
    let same_kind = !matches!(rule.value, ValueKind::Polarity) && draft.rule.value != ValueKind::Polarity
        || draft.rule.id == rule.id;
    overlap(&draft.value_range, range) && same_kind
}

fn candidates(rule: &Rule, hit: &TriggerHit, reading: &Reading<'_>, cast: &Cast) -> Vec<Pair> {
    let pair = |value: Value, tokens: Range<usize>| {
        let distance = distance(reading, &hit.tokens, &tokens)?;
        Some(Pair {
            rule: hit.rule,
            trigger: hit.tokens.clone(),
            acts_on: hit.acts_on,
            value,
            tokens,
            distance,
        })
    };
    match rule.value {
        ValueKind::Polarity => vec![Pair {
            rule: hit.rule,
            trigger: hit.tokens.clone(),
            acts_on: hit.acts_on,
            value: Value::Polarity(true),
            tokens: hit.tokens.clone(),
            distance: 0,
        }],
        ValueKind::Place => reading
            .references
            .iter()
            .filter(|reference| {
                let kind = cast.get(reference.member).kind;
                let placed = reading.language.tables().names.place_prepositions.contains(
                    reference
                        .tokens
                        .start
                        .checked_sub(1)
                        .map_or("", |i| reading.tokens.folded(i)),
                );
                reference.form == super::reading::Form::Name
                    && (kind == EntityKind::Place || (kind == EntityKind::Unknown && placed))
            })
            .filter(|reference| reference.tokens.start >= hit.tokens.end)
            .filter_map(|reference| {
                pair(
                    Value::Place(cast.get(reference.member).name.clone()),
                    reference.tokens.clone(),
                )
            })
            .chain(
                demonyms(reading, hit)
                    .into_iter()
                    .filter_map(|(value, tokens)| pair(value, tokens)),
            )
            .collect(),
        ValueKind::Role => reading
            .titles
            .iter()
            .filter_map(|title| pair(Value::Role(title.name.clone()), title.tokens.clone()))
            .collect(),
        ValueKind::Entity => related(rule, hit, reading, cast)
            .into_iter()
            .map(|value| Pair {
                rule: hit.rule,
                trigger: hit.tokens.clone(),
                acts_on: hit.acts_on,
                value: Value::Entity(cast.get(value.member).name.clone()),
                tokens: value.tokens.clone(),
                distance: 0,
            })
            .collect(),
        ValueKind::Count => reading
            .values
            .iter()
            .filter_map(|mention| {
                let value = match &mention.value {
                    Value::Number(amount) => bare_count(rule, hit, reading, mention, *amount)?,
                    value => Some(value.clone()).filter(|value| counts(rule, reading, value))?,
                };
                pair(value, mention.tokens.clone())
            })
            .collect(),
        ValueKind::Money => reading
            .values
            .iter()
            .filter_map(|mention| {
                let value = match &mention.value {
                    Value::Money(..) => mention.value.clone(),
                    // "une valeur de 80 millions", in a text about euros.
                    Value::Number(amount) if amount.nominal >= MILLION => Value::Money(*amount, reading.currency?),
                    _ => return None,
                };
                pair(value, mention.tokens.clone())
            })
            .collect(),
        _ => reading
            .values
            .iter()
            .filter(|mention| serves(rule, &mention.value))
            .filter_map(|mention| pair(mention.value.clone(), mention.tokens.clone()))
            .collect(),
    }
}

/// Whether a value counts what the rule counts.
fn counts(rule: &Rule, reading: &Reading<'_>, value: &Value) -> bool {
    let Value::Count(_, nouns) = value else {
        return false;
    };
    let counted = rule.counted(reading.language);
    serves(rule, value) && nouns.iter().any(|noun| counted.contains(&counted_noun(noun)))
}

/// "a staff of 2,600": a bare number right behind a trigger that names what is counted.
fn bare_count(
    rule: &Rule,
    hit: &TriggerHit,
    reading: &Reading<'_>,
    mention: &Mention,
    amount: Amount,
) -> Option<Value> {
    let behind = (hit.tokens.end..=hit.tokens.end + 2).contains(&mention.tokens.start);
    let counted = rule.counted(reading.language);
    let noun = hit
        .tokens
        .clone()
        .map(|at| reading.tokens.folded(at))
        .find(|word| counted.contains(&counted_noun(word)))?;
    let between = (hit.tokens.end..mention.tokens.start).all(|at| reading.tokens.is(at, TokenKind::Word));
    (behind && between).then(|| Value::Count(amount, vec![noun.to_owned()]))
}

/// Who acts where the trigger is a verb that acts on the subject, who bears the noun where it is one
/// of relation ("fondateur").
fn related<'r>(rule: &Rule, hit: &TriggerHit, reading: &'r Reading<'_>, cast: &Cast) -> Option<&'r Reference> {
    if !hit.acts_on {
        return bearer(reading, cast, &hit.tokens, rule.entity);
    }
    if !is_verb(reading, &hit.tokens) {
        return None;
    }
    let Some(Spoken::Of(agent)) = reading.participants(&hit.tokens)?.agent else {
        return None;
    };
    reference_of(reading, agent).filter(|agent| rule.entity.is_none_or(|kind| cast.may_be(agent.member, kind)))
}

/// Whether a trigger is a verb here, and no noun with the stem of one ("la valorisation", "its launch").
fn is_verb(reading: &Reading<'_>, trigger: &Range<usize>) -> bool {
    let tables = reading.language.tables();
    let word = reading.tokens.text(trigger.start);
    let before = trigger
        .start
        .checked_sub(1)
        .map_or("", |before| reading.tokens.folded(before));
    let determined = tables.pronouns.articles.contains(before)
        || tables.pronouns.definite.contains(before)
        || tables.pronouns.possessives.contains(before)
        || before == "'s";
    reading.in_verb(trigger.start)
        || !determined && (tables.grammar.is_participle(word) || tables.grammar.is_infinitive(word))
}

/// "son siège parisien": an adjective of place right behind the trigger.
fn demonyms(reading: &Reading<'_>, hit: &TriggerHit) -> Vec<(Value, Range<usize>)> {
    let demonyms = &reading.language.tables().names.demonyms;
    let at = hit.tokens.end;
    let place = demonyms.get(reading.tokens.folded(at));
    place
        .map(|place| (Value::Place(place.clone()), at..at + 1))
        .into_iter()
        .collect()
}

/// Tokens between trigger and value, and more for every break; none across a strong one.
fn distance(reading: &Reading<'_>, trigger: &Range<usize>, value: &Range<usize>) -> Option<usize> {
    let between = if value.start >= trigger.end {
        trigger.end..value.start
    } else if trigger.start >= value.end {
        value.end..trigger.start
    } else {
        return Some(0);
    };
    let relatives = &reading.language.tables().pronouns.relatives;
    let mut distance = between.len();
    for at in between {
        if reading.in_value(at) {
            continue;
        }
        match reading.tokens.text(at) {
            ";" | "." | "!" | "?" => return None,
            "," | "(" | ")" | "—" | ":" => distance += 4,
            _ if relatives.contains(reading.tokens.folded(at)) => distance += 3,
            _ => {}
        }
    }
    // A value before its trigger is less usual.
    if value.end <= trigger.start {
        distance += 1;
    }
    (distance <= REACH).then_some(distance)
}

/// Whether two clauses with a verb each hold trigger and value: "joined in 1994 and stayed until
/// his death".
fn are_apart(reading: &Reading<'_>, trigger: &Range<usize>, value: &Range<usize>) -> bool {
    let (Some(one), Some(other)) = (reading.clause_at(trigger.start), reading.clause_at(value.start)) else {
        return false;
    };
    one.tokens != other.tokens && one.verb.is_some() && other.verb.is_some()
}

fn draft<'r>(rule: &'r Rule, reading: &Reading<'_>, cast: &Cast, pair: &Pair) -> Result<Draft<'r>, &'static str> {
    let around = pair.trigger.start.min(pair.tokens.start)..pair.trigger.end.max(pair.tokens.end);
    let value = of_rule(rule, reading, pair.value.clone(), &around).ok_or("it counts something else")?;
    if modality::is_forbidden(rule, reading, around.clone()) {
        return Err("a word in the clause forbids it");
    }
    if are_apart(reading, &pair.trigger, &pair.tokens) {
        return Err("the value belongs to another clause");
    }
    let subject = if pair.acts_on && is_verb(reading, &pair.trigger) {
        subject::acted_on(reading, cast, rule, &pair.trigger, &pair.tokens)
    } else if let Value::Entity(name) = &value {
        let bearer = cast.find(name).ok_or("no name that is known")?;
        house(reading, cast, &pair.trigger, bearer).filter(|house| subject::takes(rule, cast, house.member))
    } else {
        subject::find(reading, cast, rule, pair.trigger.clone(), pair.tokens.clone())
            .or_else(|| subject::supposed(reading, cast, rule, &pair.trigger))
    };
    let subject = subject.ok_or("no subject of the right kind")?;
    if let Value::Entity(name) | Value::Place(name) = &value
        && cast.find(name) == Some(subject.member)
    {
        return Err("the value is the subject itself");
    }
    let manner = modality::read(rule, reading, around.clone(), pair.tokens.clone());
    let value = match value {
        Value::Polarity(_) => Value::Polarity(!manner.negated),
        other => other,
    };
    let slots = qualifier::Slots::default();
    let qualifiers = qualifier::read(rule, reading, cast, &subject, around, pair.tokens.clone(), &slots);
    let far = pair.distance > REACH / 2;
    let confidence = if far {
        subject.certainty.min(Certainty::Medium)
    } else {
        subject.certainty
    };
    Ok(Draft {
        rule,
        attribute: rule.attribute.clone(),
        subject,
        value,
        value_range: reading.byte_range(pair.tokens.clone()),
        qualifiers,
        manner,
        confidence,
    })
}
