//! The other names under which documents may know an entity.

use std::collections::BTreeSet;

use crate::entity::{EntityKind, name_key};
use crate::language::{Institutions, Language, fold};

/// How many readings of a name in another language are followed.
const READINGS: usize = 8;

/// The forms that leave nothing open: without legal suffix, generic noun or article; a person by
/// surname.
pub(super) fn short_forms(name: &str, kind: EntityKind) -> Vec<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() < 2 {
        return Vec::new();
    }
    if kind == EntityKind::Person {
        return vec![surname(name)];
    }
    let mut forms = Vec::new();
    // "Project Larkspring", "commune de Lanvern", "Maison Tell": the noun says only what it is.
    let noun = fold(words[0]);
    let is_noun = Language::ALL
        .into_iter()
        .any(|language| language.tables().is_common_noun(&noun));
    let of = words.get(1).is_some_and(|word| is_small(&fold(word)));
    if is_noun && (!of || kind == EntityKind::Place) {
        let from = 1 + usize::from(of);
        if words.len() > from && words[from].starts_with(char::is_uppercase) && !makes_another(words[from]) {
            forms.push(name_key(&words[from..].join(" ")));
        }
    }
    let mut first = 0;
    if is_article(words[0]) {
        first = 1;
        // "Le Fanal" may be a paper, "Fanal" a maker of lamps.
        if words.len() > 2 {
            forms.push(name_key(&words[1..].join(" ")));
        }
    }
    let mut end = words.len();
    while end > first + 1 && is_generic(words[end - 1]) {
        end -= 1;
    }
    if end < words.len() && kind != EntityKind::Place {
        let short = words[first..end].join(" ");
        if let Some(owner) = short.strip_suffix("'s") {
            forms.push(name_key(owner));
        }
        forms.push(name_key(&short));
    }
    forms
}

/// The key of a person's surname: what stands behind the first names ("Einstein" for "Hans Albert
/// Einstein", "Le Cun" for "Yann Le Cun").
pub(super) fn surname(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_first_name = |word: &str| {
        let folded = fold(word);
        Language::ALL
            .into_iter()
            .any(|language| language.tables().grammar.is_first_name(&folded))
    };
    let mut from = 1;
    while from + 1 < words.len() && is_first_name(words[from]) {
        from += 1;
    }
    name_key(&words.get(from..).unwrap_or_default().join(" "))
}

fn is_article(word: &str) -> bool {
    let word = fold(word);
    Language::ALL
        .into_iter()
        .any(|language| language.tables().pronouns.definite.contains(&word))
}

/// Whether a word at the end of a name tells nothing: a legal suffix, "Group", "Hospital".
fn is_generic(word: &str) -> bool {
    let word = fold(word);
    Language::ALL.into_iter().any(|language| {
        let tables = language.tables();
        tables.names.legal_suffixes.contains(&word)
            || tables.grammar.generic_suffixes.contains(&word)
            || tables.names.organization_nouns.contains(&word) && !tables.grammar.subsidiary_markers.contains(&word)
    })
}

/// The first word of an organisation's name, by which other documents may know it: "Tarnholm"
/// for "Tarnholm Robotics", but not "Meta" for "Meta France" or "Orvane" for "Orvane Ventures".
pub(super) fn first_word(name: &str, kind: EntityKind) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let apart = words.iter().skip(1).any(|word| makes_another(word));
    let organization = matches!(kind, EntityKind::Organization | EntityKind::Unknown);
    let first = words.first().filter(|word| word.chars().count() >= 5)?;
    (words.len() > 1 && organization && !apart).then(|| name_key(first))
}

/// Whether a word in a name makes it another entity than the one whose name it begins with: a
/// place, a number, a letter, "Ventures".
fn makes_another(word: &str) -> bool {
    let key = name_key(word);
    let folded = fold(word);
    let numbered = key.chars().all(|c| c.is_ascii_digit()) || key.chars().count() == 1;
    numbered
        || Language::ALL.into_iter().any(|language| {
            let tables = language.tables();
            tables.grammar.subsidiary_markers.contains(&folded)
                || tables.names.demonyms.contains_key(&folded)
                || tables.names.places.contains(&key)
                || tables.wide_places.contains(&folded)
        })
}

/// The names that one institution has in English, as bags of words; empty where a name holds no
/// institution's word or nothing else ("University of Lyon", "Université de Lyon").
pub(super) fn readings(name: &str) -> BTreeSet<String> {
    let table = Institutions::get();
    let mut bags: Vec<Vec<String>> = vec![Vec::new()];
    let (mut translated, mut proper) = (0, 0);
    for written in name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let folded = fold(written);
        let word = folded.as_str();
        let words = table.in_english(word);
        // "Line B" has its letter as a name.
        let lettered = written.chars().count() == 1 && written.chars().all(char::is_uppercase);
        if words.is_empty() && is_small(word) && !lettered {
            continue;
        }
        if words.is_empty() {
            proper += 1;
            for bag in &mut bags {
                bag.push(word.to_owned());
            }
            continue;
        }
        translated += 1;
        bags = bags
            .into_iter()
            .flat_map(|bag| {
                words.iter().map(move |word| {
                    let mut bag = bag.clone();
                    bag.push((*word).to_owned());
                    bag
                })
            })
            .take(READINGS)
            .collect();
    }
    if translated == 0 || proper == 0 {
        return BTreeSet::new();
    }
    bags.into_iter()
        .map(|mut bag| {
            bag.sort_unstable();
            bag.join(" ")
        })
        .collect()
}

fn is_small(word: &str) -> bool {
    word.chars().count() == 1
        || Language::ALL.into_iter().any(|language| {
            let tables = language.tables();
            tables.pronouns.of.contains(word)
                || tables.pronouns.articles.contains(word)
                || tables.grammar.coordinators.contains(word)
        })
}

/// Whether two folded first names may be one: an initial of the other, or a short form of it.
pub(super) fn same_first_name(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim_end_matches('.'), other.trim_end_matches('.'));
    if one == other {
        return false;
    }
    let initials = |name: &str| -> String { name.split('-').filter_map(|part| part.chars().next()).collect() };
    let is_initial = |short: &str, long: &str| {
        let letters: String = short.chars().filter(|c| c.is_alphabetic()).collect();
        let dotted = short.contains('.') || letters.chars().count() == 1;
        dotted
            && letters.chars().count() < long.chars().filter(|c| c.is_alphabetic()).count()
            && initials(long).starts_with(&letters)
    };
    let is_short = |short: &str, long: &str| {
        Language::ALL.into_iter().any(|language| {
            language
                .tables()
                .grammar
                .short_names
                .get(short)
                .is_some_and(|names| names.iter().any(|name| name == long))
        })
    };
    is_initial(one, other) || is_initial(other, one) || is_short(one, other) || is_short(other, one)
}
