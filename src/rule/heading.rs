//! Which rule a key or the heading of a column names.

use std::collections::HashMap;
use std::ops::Range;

use super::{Rule, of_language};
use crate::language::{Language, TokenKind, Tokens, fold, without_plural};

/// The headings of all rules.
#[derive(Debug, Default)]
pub struct Headings {
    /// For each language, words without small ones to the rule's place in its set.
    by_words: HashMap<(Language, Vec<String>), usize>,
    /// The same with accents, for texts in another language.
    by_spelling: HashMap<(Language, Vec<String>), usize>,
    /// Keys that the configuration maps to an attribute, folded.
    own: HashMap<String, usize>,
    longest: usize,
}

/// A rule's heading where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingHit {
    /// The rule's place in its set.
    pub rule: usize,
    /// Words that say what kind of figure it is ("handball" in "capacité handball"); empty without any.
    pub rest: String,
}

impl Headings {
    /// Gathers the headings of the enabled rules, and the keys that the configuration maps to
    /// attributes.
    pub fn new(rules: &[Rule], own: &[(String, String)]) -> Self {
        let mut headings = Headings::default();
        for (number, rule) in rules.iter().enumerate() {
            for language in Language::ALL {
                for heading in of_language(&rule.headings, language) {
                    let tokens = Tokens::new(heading);
                    let words = words(&tokens, 0..tokens.len(), language, &[]);
                    let folded: Vec<String> = words.iter().map(|word| word.folded.clone()).collect();
                    let spelled: Vec<String> = words.into_iter().map(|word| word.spelled).collect();
                    headings.longest = headings.longest.max(folded.len());
                    headings.by_words.entry((language, folded)).or_insert(number);
                    headings.by_spelling.entry((language, spelled)).or_insert(number);
                }
            }
        }
        for (key, attribute) in own {
            if let Some(number) = rules.iter().position(|rule| rule.attribute == *attribute) {
                headings.own.insert(key_of(key), number);
            }
        }
        headings
    }

    /// The rule that a heading names, in the language of its text or in another. `skip` are the
    /// tokens of dates, which limit it.
    pub fn find(
        &self,
        tokens: &Tokens<'_>,
        heading: Range<usize>,
        skip: &[Range<usize>],
        language: Language,
    ) -> Option<HeadingHit> {
        let whole: Vec<&str> = heading.clone().map(|at| tokens.text(at)).collect();
        if let Some(rule) = self.own.get(&key_of(&whole.join(" "))) {
            return Some(HeadingHit {
                rule: *rule,
                rest: String::new(),
            });
        }
        let own = words(tokens, heading.clone(), language, skip);
        let folded: Vec<String> = own.iter().map(|word| word.folded.clone()).collect();
        if let Some(hit) = self.longest_in(&folded, |words| self.by_words.get(&(language, words.to_vec()))) {
            return hit.filter(|hit| !is_another(&hit.rest, language));
        }
        // "Headcount" in a French text is English; "salaries" in an English one is not French.
        let other = Language::ALL.into_iter().find(|other| *other != language)?;
        let spelled: Vec<String> = words(tokens, heading, other, skip)
            .into_iter()
            .map(|word| word.spelled)
            .collect();
        self.longest_in(&spelled, |words| self.by_spelling.get(&(other, words.to_vec())))?
            .filter(|hit| !is_another(&hit.rest, other))
    }

    /// The longest run of words that is a heading, where no other rule's stands beside it.
    /// `Some(None)` where two rules' headings stand side by side.
    fn longest_in<'h>(
        &self,
        words: &[String],
        rule: impl Fn(&[String]) -> Option<&'h usize>,
    ) -> Option<Option<HeadingHit>> {
        let mut found: Option<(Range<usize>, usize)> = None;
        for length in (1..=self.longest.min(words.len())).rev() {
            for start in 0..=words.len() - length {
                let run = start..start + length;
                let Some(rule) = rule(&words[run.clone()]) else {
                    continue;
                };
                match &found {
                    None => found = Some((run, *rule)),
                    Some((taken, first)) if run.start >= taken.end || run.end <= taken.start => {
                        if first != rule {
                            return Some(None);
                        }
                    }
                    Some(_) => {}
                }
            }
        }
        let (taken, rule) = found?;
        let rest: Vec<&str> = words
            .iter()
            .enumerate()
            .filter(|(at, _)| !taken.contains(at))
            .map(|(_, word)| word.as_str())
            .collect();
        Some(Some(HeadingHit {
            rule,
            rest: rest.join(" "),
        }))
    }
}

/// A key as the configuration and documents write it.
fn key_of(key: &str) -> String {
    let folded = fold(key).replace(['_', '-', '\''], " ");
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Word {
    folded: String,
    spelled: String,
}

/// The words of a heading in the singular, without small ones, words for "now" and dates.
fn words(tokens: &Tokens<'_>, heading: Range<usize>, language: Language, skip: &[Range<usize>]) -> Vec<Word> {
    let keys = &language.tables().keys;
    let mut words = Vec::new();
    for at in heading {
        if !tokens.is(at, TokenKind::Word) || skip.iter().any(|range| range.contains(&at)) {
            continue;
        }
        for part in tokens.text(at).split('-') {
            let folded = fold(part);
            if folded.is_empty() || keys.small.contains(&folded) || keys.now.contains(&folded) {
                continue;
            }
            words.push(Word {
                folded: without_plural(&folded).to_owned(),
                spelled: without_plural(&part.to_lowercase()).to_owned(),
            });
        }
    }
    words
}

/// Whether what is left of a heading makes another thing of it ("taux de …", "… per employee").
fn is_another(rest: &str, language: Language) -> bool {
    let others = &language.tables().keys.others;
    rest.split_whitespace().any(|word| others.contains(&fold(word)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::rule::{Examples, RuleSet};

    #[test]
    fn headings_name_rules() {
        let own = [("recolte_annuelle".to_owned(), "mass".to_owned())];
        let (rules, _) = RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &own);
        let table = [
            ("Effectifs", Language::French, Some(("headcount", ""))),
            ("Effectif actuel", Language::French, Some(("headcount", ""))),
            ("Headcount", Language::French, Some(("headcount", ""))),
            ("Employees", Language::English, Some(("headcount", ""))),
            ("salaries", Language::English, None),
            ("capacité handball", Language::French, Some(("capacity", "handball"))),
            ("Lieu de naissance", Language::French, Some(("birth-place", ""))),
            ("Revenue per employee", Language::English, None),
            ("taux d'effectif", Language::French, None),
            ("Fondée en", Language::French, Some(("founding-date", ""))),
            ("Fondée par", Language::French, Some(("founder", ""))),
            ("recolte annuelle", Language::French, Some(("mass", ""))),
            ("Couleur", Language::French, None),
        ];
        for (heading, language, expected) in table {
            let tokens = Tokens::new(heading);
            let hit = rules.headings().find(&tokens, 0..tokens.len(), &[], language);
            let got = hit
                .as_ref()
                .map(|hit| (rules.rules()[hit.rule].id.as_str(), hit.rest.as_str()));
            assert_eq!(got, expected, "{heading}");
        }
    }
}
