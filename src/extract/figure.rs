//! Figures that only the words beside them make whole: none of something, some of so many, and those
//! that are named to be put aside.

use std::ops::Range;

use super::reading::Reading;
use super::{Draft, overlap};
use crate::language::{Modality, PhraseTable, Tables, TokenKind, Tokens};
use crate::rule::Rule;
use crate::value::{Amount, Mention, Value, ValueKind};

/// Adds what "no", "none" and "nobody" count, and gives "120 of its 400 jobs" its noun.
pub(super) fn complete(tokens: &Tokens<'_>, mentions: &mut Vec<Mention>, tables: &Tables) {
    shares_of_totals(tokens, mentions, tables);
    let none = none_of(tokens, tables);
    mentions.retain(|mention| !none.iter().any(|nothing| overlap(&nothing.tokens, &mention.tokens)));
    mentions.extend(none);
    mentions.sort_by_key(|mention| mention.tokens.start);
}

/// "aucun licenciement", "no deaths", "nobody": a count of zero.
fn none_of(tokens: &Tokens<'_>, tables: &Tables) -> Vec<Mention> {
    let none = |nouns: Vec<String>, at: usize, end: usize| Mention {
        range: tokens.range(at).start..tokens.range(end - 1).end,
        tokens: at..end,
        value: Value::Count(Amount::exact(0.into(), 0.into()), nouns),
    };
    let numbers = &tables.numbers;
    // "Personne n'a été blessé": the word alone is anybody.
    let denied = |at: usize| {
        tables.modality.negation_needs.is_empty()
            || (at.saturating_sub(4)..at + 2).any(|i| tables.modality.negations.contains(tokens.folded(i)))
    };
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        if let Some((noun, end)) = numbers.nobody.at(tokens, at)
            && denied(at)
        {
            found.push(none(vec![noun.clone()], at, end));
        } else if let Some(((), end)) = numbers.none.at(tokens, at)
            && tokens.is(end, TokenKind::Word)
            && !numbers.compared.contains(tokens.folded(end))
        {
            let nouns = (end..end + 2).take_while(|i| tokens.is(*i, TokenKind::Word));
            found.push(none(nouns.map(|i| tokens.text(i).to_lowercase()).collect(), at, end));
        }
    }
    found
}

/// "120 of its 400 jobs", "88 de ses 340 salariés": the first figure counts the same as the second.
fn shares_of_totals(tokens: &Tokens<'_>, mentions: &mut [Mention], tables: &Tables) {
    for second in 1..mentions.len() {
        let Value::Count(_, nouns) = &mentions[second].value else {
            continue;
        };
        let nouns = nouns.clone();
        if !is_total(tokens, &mentions[second - 1], &mentions[second], tables) {
            continue;
        }
        let share = &mut mentions[second - 1];
        if let Value::Number(amount) = share.value {
            share.value = Value::Count(amount, nouns);
        }
    }
}

/// Whether a figure is the whole of which the one before it is a part.
fn is_total(tokens: &Tokens<'_>, share: &Mention, total: &Mention, tables: &Tables) -> bool {
    let between = tables.numbers.out_of.at(tokens, share.tokens.end);
    between.is_some_and(|((), end)| end == total.tokens.start)
}

/// The values of a rule's kind that one of the phrases of a table puts beside the value of a claim.
pub(super) fn beside(
    reading: &Reading<'_>,
    rule: &Rule,
    value: &Range<usize>,
    phrases: impl Fn(&Modality) -> &PhraseTable<()>,
) -> Vec<Value> {
    let modality = &reading.language.tables().modality;
    let told = |mention: &&Mention| {
        reading.byte_range(mention.tokens.clone()) != *value
            && is_behind(reading, phrases(modality), mention.tokens.start)
    };
    let noun = reading.values.iter().find_map(|mention| match &mention.value {
        Value::Count(_, nouns) if reading.byte_range(mention.tokens.clone()) == *value => Some(nouns.clone()),
        _ => None,
    });
    let alike = |mention: &Mention| match (&mention.value, &noun) {
        // "90 postes, au lieu des 120 prévus".
        (Value::Number(amount) | Value::Count(amount, _), Some(nouns)) => Some(Value::Count(*amount, nouns.clone())),
        (other, None) if other.kind() == rule.value => Some(other.clone()),
        _ => None,
    };
    reading.values.iter().filter(told).filter_map(alike).collect()
}

/// Whether a token stands behind a phrase, or behind its preposition: "et non en 1932".
fn is_behind(reading: &Reading<'_>, phrases: &PhraseTable<()>, at: usize) -> bool {
    let prepositions = &reading.language.tables().prepositions;
    let before = |at: usize| phrases.before(&reading.tokens, at).is_some();
    before(at) || at > 0 && prepositions.contains(reading.tokens.folded(at - 1)) && before(at - 1)
}

/// Takes away the claims of figures that are named to be put aside ("32, et non 40", "down from 97"),
/// and of totals where their rule claims the part.
pub(super) fn put_aside(reading: &Reading<'_>, drafts: &mut Vec<Draft<'_>>) {
    let tables = reading.language.tables();
    let tokens = &reading.tokens;
    let mention_of = |range: &Range<usize>| {
        let mut mentions = reading.values.iter();
        mentions.position(|mention| reading.byte_range(mention.tokens.clone()) == *range)
    };
    drafts.retain(|draft| {
        let Some(at) = mention_of(&draft.value_range) else {
            return true;
        };
        let mention = &reading.values[at];
        let start = mention.tokens.start;
        let aside = |table: &PhraseTable<()>| is_behind(reading, table, start);
        let dated = reading
            .values
            .get(at + 1)
            .is_some_and(|next| next.value.kind() == ValueKind::Date && next.tokens.start <= mention.tokens.end + 3);
        !aside(&tables.modality.rejected) && (dated || !aside(&tables.modality.former))
    });
    let totals: Vec<(String, Range<usize>)> = drafts
        .iter()
        .filter_map(|draft| {
            let at = mention_of(&draft.value_range)?;
            let total = reading.values.get(at + 1)?;
            is_total(tokens, &reading.values[at], total, tables)
                .then(|| (draft.rule.id.clone(), reading.byte_range(total.tokens.clone())))
        })
        .collect();
    drafts.retain(|draft| {
        let is_whole = |(rule, range): &(String, Range<usize>)| *rule == draft.rule.id && *range == draft.value_range;
        !totals.iter().any(is_whole)
    });
}
