//! The words that patterns ask for, found in one pass over a sentence.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Rule;

/// All words of all patterns in one automaton.
#[derive(Debug)]
pub struct Vocabulary {
    /// None where there is no word at all, or where the automaton would be too large.
    automaton: Option<AhoCorasick>,
    size: usize,
}

/// Which words of a [`Vocabulary`] a sentence holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken(Vec<bool>);

impl Vocabulary {
    /// Gathers the words of every pattern, and tells each pattern the numbers of its own.
    pub(super) fn gather(rules: &mut [Rule]) -> Self {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        for pattern in rules.iter().flat_map(|rule| &rule.patterns) {
            for word in &pattern.needs.words {
                let next = numbers.len();
                numbers.entry(word.clone()).or_insert(next);
            }
        }
        for pattern in rules.iter_mut().flat_map(|rule| &mut rule.patterns) {
            let words = pattern.needs.words.iter();
            pattern.needs.numbers = words.filter_map(|word| numbers.get(word).copied()).collect();
        }
        let mut words = vec![""; numbers.len()];
        for (word, number) in &numbers {
            words[*number] = word;
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&words)
            .ok();
        Self {
            automaton: automaton.filter(|_| !words.is_empty()),
            size: words.len(),
        }
    }

    /// The words in a folded sentence, wherever they stand.
    pub fn spoken(&self, folded: &str) -> Spoken {
        let Some(automaton) = &self.automaton else {
            return Spoken(vec![true; self.size]);
        };
        let mut spoken = vec![false; self.size];
        for found in automaton.find_overlapping_iter(folded) {
            spoken[found.pattern().as_usize()] = true;
        }
        Spoken(spoken)
    }
}

impl Spoken {
    /// Whether one of the numbered words is there; true where none is asked for.
    pub fn any(&self, numbers: &[usize]) -> bool {
        numbers.is_empty() || numbers.iter().any(|number| self.0.get(*number) == Some(&true))
    }
}
