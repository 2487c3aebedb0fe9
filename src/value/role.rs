//! Titles and offices: which are equal, which include each other, which exclude each other.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::language::{Language, StemTable, Tables, TokenKind, Tokens, fold, stems_of};

/// The title that begins at token `at`: its canonical name, and the token behind it.
///
/// A title is a noun of office with the words that belong to it: "directrice générale
/// adjointe", "chief financial officer", "vice-présidente chargée des finances".
pub fn role_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<(String, usize)> {
    let titles = Titles::get();
    let known = titles.longest_at(tokens, at);
    let mut end = match known {
        Some(end) => end,
        None if is_office(tokens, at, tables) && !titles.not_offices.contains(tokens.folded(at)) => at + 1,
        None => return None,
    };
    loop {
        let word = tokens.folded(end);
        if tokens.is(end, TokenKind::Word)
            && !tokens.is_capitalised(end)
            && titles.modifiers.contains(&masculine(word, titles))
        {
            end += 1;
            continue;
        }
        // "directrice des ressources humaines", "minister of health": the field is part of the title.
        if let Some(((), field)) = tables.pronouns.of.at(tokens, end)
            && tokens.is(field, TokenKind::Word)
            && !tokens.is_capitalised(field)
        {
            let article = usize::from(tables.pronouns.articles.contains(tokens.folded(field)));
            if let Some(behind) = titles.field_at(tokens, field + article) {
                end = behind;
                continue;
            }
        }
        break;
    }
    let words: Vec<&str> = (at..end).map(|i| tokens.folded(i)).collect();
    Some((canonical(&words.join(" ")), end))
}

/// The canonical name of a title: of its group where it has one, else its words without
/// gender, articles and case.
pub fn canonical(title: &str) -> String {
    let titles = Titles::get();
    let words: Vec<String> = fold(title)
        .split_whitespace()
        .filter(|word| !titles.small.contains(*word))
        .map(|word| masculine(word, titles))
        .collect();
    let name = words.join(" ");
    titles.group.get(&name).cloned().unwrap_or(name)
}

/// The title that a verb at token `at` tells its subject to have ("préside", "is led"), and the
/// token behind the verb. `stem` gives the stem of the token at an index.
pub fn office_verb_at<'s>(
    language: Language,
    tokens: &Tokens<'_>,
    at: usize,
    stem: &impl Fn(usize) -> &'s str,
) -> Option<(String, usize)> {
    let capitalised = tokens.is_capitalised(at) && at > 0;
    let verbs = Titles::get().verbs.get(&language).filter(|_| !capitalised)?;
    verbs
        .at(tokens, at, stem)
        .next()
        .map(|(title, end)| (title.clone(), end))
}

/// Whether two canonical titles may be held by one person in one house.
pub(super) fn compatible(one: &str, other: &str) -> bool {
    let titles = Titles::get();
    let includes = |a: &str, b: &str| titles.includes.get(a).is_some_and(|list| list.contains(b));
    let covers = |a: &str, b: &str| titles.covers.get(a).is_some_and(|list| list.contains(b));
    let vague = |a: &str, b: &str| b.strip_prefix(a).is_some_and(|rest| rest.starts_with(' '));
    let either = |holds: &dyn Fn(&str, &str) -> bool| holds(one, other) || holds(other, one);
    one == other || either(&includes) || either(&covers) || either(&vague)
}

/// Whether two canonical titles name one office, of which a house has one holder.
pub fn same_office(one: &str, other: &str) -> bool {
    let titles = Titles::get();
    let includes = |a: &str, b: &str| titles.includes.get(a).is_some_and(|list| list.contains(b));
    one == other || includes(one, other) || includes(other, one)
}

/// Whether several people may hold a canonical title in one house at once.
pub fn is_shared_office(title: &str) -> bool {
    Titles::get().several.contains(title)
}

fn is_office(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    tokens.is(at, TokenKind::Word) && tables.names.person_roles.contains(tokens.folded(at))
}

fn masculine(word: &str, titles: &Titles) -> String {
    for (feminine, masculine) in &titles.endings {
        if let Some(stem) = word.strip_suffix(feminine.as_str())
            && stem.len() >= 3
        {
            return format!("{stem}{masculine}");
        }
    }
    word.to_owned()
}

struct Titles {
    group: HashMap<String, String>,
    spelled: HashMap<String, Vec<Vec<String>>>,
    includes: HashMap<String, BTreeSet<String>>,
    covers: HashMap<String, BTreeSet<String>>,
    several: BTreeSet<String>,
    modifiers: BTreeSet<String>,
    fields: HashMap<String, Vec<Vec<String>>>,
    verbs: HashMap<Language, StemTable<String>>,
    small: BTreeSet<String>,
    not_offices: BTreeSet<String>,
    endings: Vec<(String, String)>,
}

/// Reads the table of titles.
pub(super) fn prepare() {
    Titles::get();
}

impl Titles {
    #[expect(clippy::expect_used, reason = "the table is part of the program and tested")]
    fn get() -> &'static Self {
        static TABLE: OnceLock<Titles> = OnceLock::new();
        TABLE.get_or_init(|| {
            let raw: RawTitles = baked!("src/value/titles").expect("the table of titles is valid");
            let mut titles = Titles {
                group: HashMap::new(),
                spelled: HashMap::new(),
                includes: HashMap::new(),
                covers: HashMap::new(),
                several: raw.several.iter().cloned().collect(),
                modifiers: BTreeSet::new(),
                fields: HashMap::new(),
                verbs: HashMap::new(),
                small: raw.small_words.iter().map(|word| fold(word)).collect(),
                not_offices: raw.not_offices.iter().map(|word| fold(word)).collect(),
                endings: raw.endings.iter().map(|(f, m)| (fold(f), fold(m))).collect(),
            };
            titles.modifiers = raw
                .modifiers
                .iter()
                .map(|word| masculine(&fold(word), &titles))
                .collect();
            for vague in &raw.vague {
                titles
                    .covers
                    .insert(vague.name.clone(), vague.covers.iter().cloned().collect());
            }
            for field in &raw.fields {
                let words = words_of(field);
                if let Some(first) = words.first().cloned() {
                    titles.fields.entry(first).or_default().push(words);
                }
            }
            for group in &raw.group {
                for title in &group.titles {
                    let words = words_of(title);
                    let plain: Vec<String> = words
                        .iter()
                        .filter(|word| !titles.small.contains(*word))
                        .map(|word| masculine(word, &titles))
                        .collect();
                    titles.group.insert(plain.join(" "), group.name.clone());
                    if let Some(first) = words.first().cloned() {
                        titles.spelled.entry(first).or_default().push(words);
                    }
                }
                for (language, verbs) in [
                    (Language::French, &group.verbs.fr),
                    (Language::English, &group.verbs.en),
                ] {
                    let table = titles.verbs.entry(language).or_default();
                    for verb in verbs {
                        table.add(stems_of(language, verb), group.name.clone());
                    }
                }
                titles
                    .includes
                    .insert(group.name.clone(), group.includes.iter().cloned().collect());
            }
            for list in titles.spelled.values_mut().chain(titles.fields.values_mut()) {
                list.sort_by_key(|words| std::cmp::Reverse(words.len()));
            }
            titles
        })
    }

    fn longest_at(&self, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
        phrase_at(&self.spelled, tokens, at)
    }

    fn field_at(&self, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
        phrase_at(&self.fields, tokens, at)
    }
}

fn phrase_at(table: &HashMap<String, Vec<Vec<String>>>, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    table
        .get(tokens.folded(at))?
        .iter()
        .find(|words| words.iter().enumerate().all(|(i, word)| tokens.folded(at + i) == word))
        .map(|words| at + words.len())
}

fn words_of(phrase: &str) -> Vec<String> {
    let tokens = Tokens::new(phrase);
    (0..tokens.len()).map(|i| tokens.folded(i).to_owned()).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawTitles {
    endings: Vec<(String, String)>,
    small_words: Vec<String>,
    not_offices: Vec<String>,
    modifiers: Vec<String>,
    fields: Vec<String>,
    several: Vec<String>,
    group: Vec<RawGroup>,
    vague: Vec<RawVague>,
}

/// A title that may stand for others, without being one office with them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVague {
    name: String,
    covers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawGroup {
    name: String,
    titles: Vec<String>,
    #[serde(default)]
    includes: Vec<String>,
    #[serde(default)]
    verbs: RawVerbs,
}

/// Verbs that tell that their subject has the office.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawVerbs {
    #[serde(default)]
    fr: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn titles_are_equal_across_gender_and_language() {
        let table = [
            ("directrice générale", "chief executive officer", true),
            ("PDG", "directeur général", true),
            ("PDG", "présidente", true),
            ("directrice financière", "chief financial officer", true),
            ("directrice financière", "directrice commerciale", false),
            ("directrice générale", "présidente", false),
            ("directrice", "directrice générale", true),
        ];
        for (one, other, expected) in table {
            assert_eq!(
                compatible(&canonical(one), &canonical(other)),
                expected,
                "{one} / {other}"
            );
        }
    }

    #[test]
    fn a_title_takes_its_field_with_it() {
        let tables = Language::French.tables();
        for (text, rest) in [
            ("directrice des ressources humaines de Nabla", "de Nabla"),
            ("président exécutif d'Orvane", "d'Orvane"),
            ("maire de Vaubrun", "de Vaubrun"),
            ("directeur scientifique de l'IA", "de l'IA"),
        ] {
            let tokens = Tokens::new(text);
            let (_, end) = role_at(&tokens, 0, tables).expect("a title");
            assert_eq!(&text[tokens.range(end).start..], rest, "{text}");
        }
    }
}
