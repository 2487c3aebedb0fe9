//! Acronyms and the words that they abbreviate.

use super::names::{is_acronym, is_article, joined};
use super::{EntityKind, NameMention};
use crate::language::{Tables, TokenKind, Tokens};

/// "Office for Rural Broadband (ORB)": the words whose initials make the acronym in parentheses
/// behind them are one name.
pub(super) fn expand_acronyms(tokens: &Tokens<'_>, names: &mut Vec<NameMention>, tables: &Tables) {
    let acronyms: Vec<usize> = names
        .iter()
        .filter(|name| name.tokens.len() == 1 && is_acronym(tokens.text(name.tokens.start)))
        .map(|name| name.tokens.start)
        .filter(|at| *at > 2 && introduction(tokens, *at, tables).is_some())
        .collect();
    for at in acronyms {
        let end = introduction(tokens, at, tables).unwrap_or(at);
        let Some(start) = expansion(tokens, at, end, tables) else {
            continue;
        };
        let range = start..end;
        let kind = names
            .iter()
            .find(|name| name.tokens.start == start)
            .map_or(EntityKind::Organization, |name| name.kind);
        names.retain(|name| name.tokens.end <= range.start || range.end <= name.tokens.start);
        names.push(NameMention {
            before_verb: false,
            with_article: is_article(tokens, range.start, tables),
            name: joined(tokens, range.clone()),
            tokens: range,
            kind: if kind == EntityKind::Unknown {
                EntityKind::Organization
            } else {
                kind
            },
            doubtful: false,
        });
        names.sort_by_key(|name| name.tokens.start);
    }
}

/// Where the words end that an acronym at `at` may abbreviate: "… (MDD)", "…, ou MDD, …".
fn introduction(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<usize> {
    let before = at.checked_sub(1)?;
    if tokens.text(before) == "(" && tokens.text(at + 1) == ")" {
        return Some(before);
    }
    let comma = before.checked_sub(1).filter(|comma| tokens.text(*comma) == ",")?;
    tables
        .grammar
        .coordinators
        .contains(tokens.folded(before))
        .then_some(comma)
}

/// The first of the words, up to `end`, that an acronym at `at` abbreviates. Small words may lack
/// their letter; the first word has a capital.
fn expansion(tokens: &Tokens<'_>, at: usize, end: usize, tables: &Tables) -> Option<usize> {
    let mut letters: Vec<char> = tokens.folded(at).chars().filter(|c| c.is_alphanumeric()).collect();
    let mut word = end;
    for _ in 0..14 {
        word = word.checked_sub(1)?;
        if !tokens.is(word, TokenKind::Word) {
            return None;
        }
        let folded = tokens.folded(word);
        let last = letters.last().copied();
        // "Nord-Est" has two letters.
        let initials: Vec<char> = folded.split('-').filter_map(|part| part.chars().next()).collect();
        if letters.len() >= initials.len() && letters.ends_with(&initials) {
            letters.truncate(letters.len() - initials.len());
        } else if folded.chars().next() == last {
            letters.pop();
        } else if !is_small(tokens, word, tables) {
            return None;
        }
        if letters.is_empty() {
            return (tokens.is_capitalised(word) && word + 2 < end).then_some(word);
        }
    }
    None
}

/// Whether a word is one that acronyms leave out.
fn is_small(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    let word = tokens.folded(at);
    tables.pronouns.articles.contains(word)
        || tables.prepositions.contains(word)
        || tables.grammar.coordinators.contains(word)
        || tables.names.particles.contains(word)
        || tables.names.place_prepositions.contains(word)
        || tables.pronouns.of.contains(word)
}

/// Pairs of names of which one stands in parentheses behind the other and abbreviates it.
pub(crate) fn introductions(tokens: &Tokens<'_>, names: &[NameMention], tables: &Tables) -> Vec<(String, String)> {
    names
        .windows(2)
        .filter_map(|pair| {
            let [one, other] = pair else { return None };
            let at = other.tokens.start;
            let acronym = introduction(tokens, at, tables) == Some(one.tokens.end);
            // "AMI (Advanced Machine Intelligence)".
            let spelled =
                tokens.text(one.tokens.end) == "(" && at == one.tokens.end + 1 && tokens.text(other.tokens.end) == ")";
            let expanded = || acronym && expansion(tokens, at, one.tokens.end, tables) == Some(one.tokens.start);
            let told = (acronym || spelled) && abbreviates(&one.name, &other.name) || expanded();
            told.then(|| (one.name.clone(), other.name.clone()))
        })
        .collect()
}

/// Whether one of two names is made of the initials of the other ("AMI Labs" counts too).
fn abbreviates(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let head = short.split_whitespace().next().unwrap_or(short);
    let initials: String = long
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
        .filter_map(|word| word.chars().next())
        .collect();
    let letters: String = head.chars().filter(|c| c.is_uppercase()).collect();
    letters.len() >= 2 && initials.starts_with(&letters)
}
