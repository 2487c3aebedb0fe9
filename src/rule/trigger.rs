//! Finds the triggers of all rules in one pass over a sentence.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Rule;
use crate::language::{Language, TokenKind, Tokens};

/// A trigger of a rule where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerHit {
    /// The rule's place in its set.
    pub rule: usize,
    /// The tokens of the trigger.
    pub tokens: Range<usize>,
}

/// The triggers of all rules in one language, by their first stem.
#[derive(Debug, Default)]
pub struct Triggers {
    by_first: HashMap<String, Vec<(usize, Vec<String>)>>,
    beginnings: HashSet<[u8; 2]>,
}

impl Triggers {
    /// Gathers the triggers of the enabled rules.
    pub fn new<'r>(rules: impl Iterator<Item = &'r Rule>, language: Language) -> Self {
        let mut triggers = Triggers::default();
        for (index, rule) in rules.enumerate() {
            for phrase in super::of_language(&rule.triggers, language) {
                let Some(first) = phrase.first() else { continue };
                triggers.beginnings.extend(beginning(first));
                triggers
                    .by_first
                    .entry(first.clone())
                    .or_default()
                    .push((index, phrase.clone()));
            }
        }
        triggers
    }

    /// Whether a word that begins so may begin a trigger: a cheap test before stemming.
    pub fn may_begin(&self, folded: &str) -> bool {
        beginning(folded).is_some_and(|two| self.beginnings.contains(&two)) || folded.len() < 2
    }

    /// Every trigger in the sentence; of one rule at one place, the longest.
    ///
    /// `stem` gives the stem of the token at an index.
    pub fn hits<'s>(&self, tokens: &Tokens<'_>, stem: &impl Fn(usize) -> &'s str) -> Vec<TriggerHit> {
        let mut hits: Vec<TriggerHit> = Vec::new();
        for at in 0..tokens.len() {
            if !tokens.is(at, TokenKind::Word) || !self.may_begin(tokens.folded(at)) {
                continue;
            }
            let Some(candidates) = self.by_first.get(stem(at)) else {
                continue;
            };
            for (rule, phrase) in candidates {
                let whole = phrase
                    .iter()
                    .enumerate()
                    .skip(1)
                    .all(|(i, word)| at + i < tokens.len() && stem(at + i) == word.as_str());
                if !whole {
                    continue;
                }
                let range = at..at + phrase.len();
                match hits.iter_mut().find(|hit| hit.rule == *rule && hit.tokens.start == at) {
                    Some(hit) => hit.tokens.end = hit.tokens.end.max(range.end),
                    None => hits.push(TriggerHit {
                        rule: *rule,
                        tokens: range,
                    }),
                }
            }
        }
        hits
    }
}

fn beginning(word: &str) -> Option<[u8; 2]> {
    word.as_bytes().get(..2).map(|two| [two[0], two[1]])
}
