//! Phrases of one or more words, found at a token or ending at one.

use super::hash::WordMap;
use super::tokens::Tokens;

/// A set of phrases, each with what it means. The longest match wins.
#[derive(Debug, Clone)]
pub struct PhraseTable<T> {
    by_first: WordMap<Vec<(Vec<String>, T)>>,
    by_last: WordMap<Vec<(Vec<String>, T)>>,
}

impl<T: Clone> PhraseTable<T> {
    /// Cuts and folds every phrase.
    pub fn new<'p>(phrases: impl IntoIterator<Item = (&'p str, T)>) -> Self {
        let mut by_first: WordMap<Vec<(Vec<String>, T)>> = WordMap::default();
        let mut by_last: WordMap<Vec<(Vec<String>, T)>> = WordMap::default();
        for (phrase, meaning) in phrases {
            let tokens = Tokens::new(phrase);
            let words: Vec<String> = (0..tokens.len()).map(|i| tokens.folded(i).to_owned()).collect();
            if let (Some(first), Some(last)) = (words.first().cloned(), words.last().cloned()) {
                by_first
                    .entry(first)
                    .or_default()
                    .push((words.clone(), meaning.clone()));
                by_last.entry(last).or_default().push((words, meaning));
            }
        }
        for list in by_first.values_mut().chain(by_last.values_mut()) {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Self { by_first, by_last }
    }

    /// The folded words of every phrase.
    pub fn phrases(&self) -> impl Iterator<Item = &[String]> + '_ {
        self.by_first.values().flatten().map(|(words, _)| words.as_slice())
    }

    /// Whether a phrase of one word is exactly this folded word.
    pub fn contains(&self, word: &str) -> bool {
        self.by_first
            .get(word)
            .is_some_and(|phrases| phrases.iter().any(|(words, _)| words.len() == 1))
    }

    /// The longest phrase that begins at token `at`, and the token behind it.
    pub fn at(&self, tokens: &Tokens<'_>, at: usize) -> Option<(&T, usize)> {
        let candidates = self.by_first.get(tokens.folded(at))?;
        candidates
            .iter()
            .find(|(words, _)| words.iter().enumerate().all(|(i, word)| tokens.folded(at + i) == word))
            .map(|(words, meaning)| (meaning, at + words.len()))
    }

    /// The longest phrase that ends right before token `end`, and its first token.
    pub fn before(&self, tokens: &Tokens<'_>, end: usize) -> Option<(&T, usize)> {
        let candidates = self.by_last.get(tokens.folded(end.checked_sub(1)?))?;
        candidates
            .iter()
            .find(|(words, _)| {
                words.len() <= end
                    && words
                        .iter()
                        .enumerate()
                        .all(|(i, word)| tokens.folded(end - words.len() + i) == word)
            })
            .map(|(words, meaning)| (meaning, end - words.len()))
    }

    /// The first phrase that begins in `from..to`: its meaning, first token and end.
    pub fn find(&self, tokens: &Tokens<'_>, from: usize, to: usize) -> Option<(&T, usize, usize)> {
        (from..to).find_map(|at| self.at(tokens, at).map(|(meaning, end)| (meaning, at, end)))
    }
}
