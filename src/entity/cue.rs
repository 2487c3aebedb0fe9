//! What the words in and around a name tell of what it names.

use std::ops::Range;

use super::EntityKind;
use super::names::is_acronym;
use crate::language::{Tables, TokenKind, Tokens};

/// What the words in and around a name tell of what it is.
pub(super) fn kind_of(tokens: &Tokens<'_>, range: Range<usize>, tables: &Tables) -> EntityKind {
    let names = &tables.names;
    let inside = || range.clone().map(|i| tokens.folded(i));
    let last = tokens.folded(range.end - 1);
    let first = tokens.folded(range.start);
    if range.len() > 1
        && (names.legal_suffixes.contains(last) || inside().any(|word| names.organization_nouns.contains(word)))
    {
        return EntityKind::Organization;
    }
    let work = names.work_nouns.contains(first) || names.work_nouns.contains(last) || tables.heads.contains(last);
    if range.len() > 1 && work {
        return EntityKind::Work;
    }
    if range.len() > 1 && names.organization_endings.contains(last) {
        return EntityKind::Organization;
    }
    let initial = first.chars().count() == 1 && tokens.text(range.start + 1) == ".";
    if range.len() > 1 && (initial || tables.grammar.is_first_name(first)) {
        return EntityKind::Person;
    }
    if let Some(kind) = kind_from_before(tokens, range.start, tables) {
        return kind;
    }
    if let Some(kind) = kind_from_behind(tokens, range.end, tables) {
        return kind;
    }

    if range.len() == 1 && is_acronym(tokens.text(range.start)) {
        return EntityKind::Organization;
    }
    if range.len() == 1 && names.place_nouns.contains(first) {
        return EntityKind::Place;
    }
    EntityKind::Unknown
}

fn kind_from_before(tokens: &Tokens<'_>, start: usize, tables: &Tables) -> Option<EntityKind> {
    let names = &tables.names;
    let before = |back: usize| start.checked_sub(back).map_or("", |i| tokens.folded(i));
    let noun = |word: &str| {
        if names.person_titles.contains(word) || names.person_roles.contains(word) {
            Some(EntityKind::Person)
        } else if names.organization_nouns.contains(word) {
            Some(EntityKind::Organization)
        } else if names.place_nouns.contains(word) {
            Some(EntityKind::Place)
        } else if names.work_nouns.contains(word) {
            Some(EntityKind::Work)
        } else {
            None
        }
    };
    let one = before(1);
    if one == "." {
        return names.person_titles.contains(before(2)).then_some(EntityKind::Person);
    }
    if let Some(kind) = noun(one) {
        return Some(kind);
    }
    let demonym = names.demonyms.contains_key(one);
    if demonym && let Some(kind) = noun(before(2)) {
        return Some(kind);
    }
    if demonym && tokens.is_capitalised(start.saturating_sub(1)) && !tables.names.capitalised_dates {
        return Some(EntityKind::Person);
    }
    // "la ville de X", "the town of X".
    let (of, head) = match tables.pronouns.of.before(tokens, start) {
        Some(((), first)) => (true, first),
        None => (false, start),
    };
    if of && let Some(head) = head.checked_sub(1) {
        let word = tokens.folded(head);
        if names.place_nouns.contains(word) {
            return Some(EntityKind::Place);
        }
        // "la maison de Lille", "le groupe de Lyon" tell nothing of what Lille is.
        if names.organization_nouns.contains(word) && !tables.grammar.generic_nouns.contains(word) {
            return Some(EntityKind::Organization);
        }
    }
    if names.place_prepositions.contains(one) && tables.pronouns.of.before(tokens, start).is_none() {
        return Some(EntityKind::Place);
    }
    if tables.pronouns.at.before(tokens, start).is_some() {
        return Some(EntityKind::Organization);
    }
    None
}

fn kind_from_behind(tokens: &Tokens<'_>, end: usize, tables: &Tables) -> Option<EntityKind> {
    let names = &tables.names;
    if tokens.text(end) == "," {
        let mut next = end + 1;
        while tables.pronouns.articles.contains(tokens.folded(next)) || tables.modality.past.at(tokens, next).is_some()
        {
            next += 1;
        }
        if names.person_roles.contains(tokens.folded(next)) {
            return Some(EntityKind::Person);
        }
        let digits = tokens.is(next, TokenKind::Digits) && tokens.text(next).len() <= 2;
        let years = tables.durations.units.get(tokens.folded(next + 1)) == Some(&crate::language::TimeUnit::Year);
        let bare = matches!(tokens.text(next + 1), "," | ".");
        if digits && (years || (bare && tables.grammar.bare_numbers_are_ages)) {
            return Some(EntityKind::Person);
        }
        let word = tokens.folded(next);
        if names.organization_nouns.contains(word) {
            return Some(EntityKind::Organization);
        }
        if names.place_nouns.contains(word) {
            return Some(EntityKind::Place);
        }
        if names.work_nouns.contains(word) {
            return Some(EntityKind::Work);
        }
    }
    None
}

/// "SEATTLE, Jan. 5 —", "LILLE —": the place from which an article is written.
pub(super) fn is_dateline(tokens: &Tokens<'_>, range: Range<usize>) -> bool {
    let capitals = range.clone().all(|at| is_acronym(tokens.text(at)));
    let dashed = (range.end..(range.end + 8).min(tokens.len())).any(|at| matches!(tokens.text(at), "—" | "–" | "-"));
    range.start == 0
        && capitals
        && tokens.text(0).len() > 3
        && dashed
        && matches!(tokens.text(range.end), "," | "—" | "–" | "-" | "(")
}
