//! The words that patterns ask for, found in one pass over a sentence.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use super::Rule;

/// All words of all patterns in one automaton.
#[derive(Debug)]
pub struct Vocabulary {
    /// None where there is no word at all, or where the automaton would be too large.
    automaton: Option<AhoCorasick>,
    /// For each word, the patterns that ask for it.
    asking: Vec<Vec<PatternId>>,
    /// The patterns that ask for no word.
    wordless: Vec<PatternId>,
    all: Vec<PatternId>,
}

/// A pattern: the place of its rule, and its own place there.
pub type PatternId = (usize, usize);

impl Vocabulary {
    /// Gathers the words of every pattern.
    pub(super) fn gather(rules: &[Rule]) -> Self {
        let mut asking: BTreeMap<&str, Vec<PatternId>> = BTreeMap::new();
        let (mut wordless, mut all) = (Vec::new(), Vec::new());
        for (rule, patterns) in rules.iter().map(|rule| &rule.patterns).enumerate() {
            for (number, pattern) in patterns.iter().enumerate() {
                all.push((rule, number));
                if pattern.needs.words.is_empty() {
                    wordless.push((rule, number));
                }
                for word in &pattern.needs.words {
                    asking.entry(word).or_default().push((rule, number));
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(asking.keys())
            .ok();
        Self {
            automaton,
            asking: asking.into_values().collect(),
            wordless,
            all,
        }
    }

    /// The patterns of which a folded sentence holds a word, and those that ask for none; in the order
    /// of the rules.
    pub fn possible(&self, folded: &str) -> Vec<PatternId> {
        let Some(automaton) = &self.automaton else {
            return self.all.clone();
        };
        let mut possible: BTreeSet<PatternId> = self.wordless.iter().copied().collect();
        let mut spoken = vec![false; self.asking.len()];
        for found in automaton.find_overlapping_iter(folded) {
            let word = found.pattern().as_usize();
            if !spoken[word] {
                spoken[word] = true;
                possible.extend(&self.asking[word]);
            }
        }
        possible.into_iter().collect()
    }
}
