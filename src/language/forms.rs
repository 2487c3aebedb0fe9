//! Ways of saying a thing, written as templates in a language file and searched as one tree.
//!
//! A template is words and slots: `"(du|entre le) {day} (au|et le) {date}"`. A group in
//! parentheses holds alternatives, `?` behind a group, a word or a slot makes it optional, and
//! `<name>` stands for a list of the same file. All templates of a language share one tree, so
//! that a text is compared with all of them at once, and a slot that begins many of them is read
//! once.

use std::collections::BTreeMap;

use super::hash::WordMap;
use super::tokens::Tokens;

/// All templates for things of one kind, each with its meaning `M` and its slots `S`.
#[derive(Debug)]
pub struct Forms<M, S> {
    nodes: Vec<Node<M, S>>,
}

#[derive(Debug)]
struct Node<M, S> {
    words: WordMap<usize>,
    slots: Vec<(S, usize)>,
    meaning: Option<M>,
}

impl<M: Copy + Ord, S: Copy + PartialEq> Forms<M, S> {
    /// Compiles templates; `slot` gives the slot of a name.
    ///
    /// # Errors
    ///
    /// A template with an unknown slot or list, an open bracket, or nothing but optional parts.
    pub fn new<'t>(
        templates: impl IntoIterator<Item = (M, &'t str)>,
        lists: &BTreeMap<String, Vec<String>>,
        slot: impl Fn(&str) -> Option<S>,
    ) -> Result<Self, String> {
        let mut forms = Forms {
            nodes: vec![Node::empty()],
        };
        for (meaning, template) in templates {
            let mistake = |what: &str| format!("the template {template:?}: {what}");
            for way in ways(template, lists, 0).map_err(|what| mistake(&what))? {
                if way.is_empty() {
                    return Err(mistake("nothing in it is required"));
                }
                let mut node = 0;
                for part in way {
                    node = match part {
                        Part::Word(word) => forms.word_edge(node, word),
                        Part::Slot(name) => {
                            let slot = slot(&name).ok_or_else(|| mistake(&format!("no slot is called {name:?}")))?;
                            forms.slot_edge(node, slot)
                        }
                    };
                }
                let end = &mut forms.nodes[node].meaning;
                *end = Some(end.map_or(meaning, |known: M| known.min(meaning)));
            }
        }
        Ok(forms)
    }

    /// The words that a template may begin with, folded.
    pub fn first_words(&self) -> impl Iterator<Item = &str> {
        self.nodes[0].words.keys().map(String::as_str)
    }

    /// Every word of every template, folded.
    pub fn words(&self) -> Vec<String> {
        self.nodes.iter().flat_map(|node| node.words.keys().cloned()).collect()
    }

    /// The last word of every template that has no slot.
    pub fn last_words(&self) -> Vec<String> {
        let mut last = Vec::new();
        let mut wordy = vec![0];
        while let Some(node) = wordy.pop() {
            for (word, next) in &self.nodes[node].words {
                if self.nodes[*next].meaning.is_some() {
                    last.push(word.clone());
                }
                wordy.push(*next);
            }
        }
        last
    }

    /// The longest template that begins at token `at` and makes sense; of equally long ones, that
    /// of the lesser meaning.
    ///
    /// `fill` reads a slot at a token: its content and the token behind it. `accept` is given a
    /// meaning, what filled the slots, and the token behind the template, and makes sense of it.
    pub fn at<V, R>(
        &self,
        tokens: &Tokens<'_>,
        at: usize,
        fill: Fill<'_, S, V>,
        accept: Accept<'_, M, V, R>,
    ) -> Option<(R, usize)> {
        let mut search = Search {
            tokens,
            fill,
            accept,
            filled: Vec::new(),
            best: None,
        };
        search.walk(&self.nodes, 0, at);
        search.best.map(|(result, _, end)| (result, end))
    }

    /// As [`Forms::at`], for templates that begin with `slot`, which holds `begun` already.
    pub fn behind<V, R>(
        &self,
        (slot, begun): (S, V),
        tokens: &Tokens<'_>,
        at: usize,
        fill: Fill<'_, S, V>,
        accept: Accept<'_, M, V, R>,
    ) -> Option<(R, usize)> {
        let (_, node) = self.nodes[0].slots.iter().find(|(known, _)| *known == slot)?;
        let mut search = Search {
            tokens,
            fill,
            accept,
            filled: vec![begun],
            best: None,
        };
        search.walk(&self.nodes, *node, at);
        search.best.map(|(result, _, end)| (result, end))
    }

    fn word_edge(&mut self, node: usize, word: String) -> usize {
        let next = self.nodes.len();
        let edge = *self.nodes[node].words.entry(word).or_insert(next);
        if edge == next {
            self.nodes.push(Node::empty());
        }
        edge
    }

    fn slot_edge(&mut self, node: usize, slot: S) -> usize {
        if let Some((_, next)) = self.nodes[node].slots.iter().find(|(known, _)| *known == slot) {
            return *next;
        }
        let next = self.nodes.len();
        self.nodes[node].slots.push((slot, next));
        self.nodes.push(Node::empty());
        next
    }
}

/// Reads a slot at a token.
pub type Fill<'f, S, V> = &'f mut dyn FnMut(S, usize) -> Option<(V, usize)>;

/// Makes sense of a meaning and what filled its slots; the last is the token behind them.
pub type Accept<'f, M, V, R> = &'f mut dyn FnMut(M, &[V], usize) -> Option<R>;

/// One walk through the tree.
struct Search<'s, 't, M, S, V, R> {
    tokens: &'s Tokens<'t>,
    fill: Fill<'s, S, V>,
    accept: Accept<'s, M, V, R>,
    filled: Vec<V>,
    best: Option<(R, M, usize)>,
}

impl<M: Copy + Ord, S: Copy, V, R> Search<'_, '_, M, S, V, R> {
    fn walk(&mut self, nodes: &[Node<M, S>], node: usize, at: usize) {
        let node = &nodes[node];
        if let Some(meaning) = node.meaning {
            let better = match &self.best {
                Some((_, known, end)) => at > *end || (at == *end && meaning < *known),
                None => true,
            };
            if better && let Some(result) = (self.accept)(meaning, &self.filled, at) {
                self.best = Some((result, meaning, at));
            }
        }
        if at >= self.tokens.len() {
            return;
        }
        if let Some(next) = node.words.get(self.tokens.folded(at)) {
            self.walk(nodes, *next, at + 1);
        }
        for (slot, next) in &node.slots {
            if let Some((value, end)) = (self.fill)(*slot, at) {
                self.filled.push(value);
                self.walk(nodes, *next, end);
                self.filled.pop();
            }
        }
    }
}

impl<M, S> Node<M, S> {
    fn empty() -> Self {
        Self {
            words: WordMap::default(),
            slots: Vec::new(),
            meaning: None,
        }
    }
}

/// One required part of a template.
#[derive(Debug, Clone)]
enum Part {
    Word(String),
    Slot(String),
}

/// Lists may name lists, but not for ever.
const DEPTH: usize = 4;

/// Every way to say a template, with optional parts kept or left out.
fn ways(template: &str, lists: &BTreeMap<String, Vec<String>>, depth: usize) -> Result<Vec<Vec<Part>>, String> {
    if depth > DEPTH {
        return Err("its lists name each other".to_owned());
    }
    let mut all: Vec<Vec<Part>> = vec![Vec::new()];
    let mut rest = template.trim_start();
    while let Some(first) = rest.chars().next() {
        let (choices, behind) = match first {
            '(' => {
                let (inner, behind) = bracketed(rest, '(', ')')?;
                let mut choices = Vec::new();
                for choice in split_choices(inner) {
                    choices.extend(ways(choice, lists, depth + 1)?);
                }
                (choices, behind)
            }
            '{' => {
                let (name, behind) = bracketed(rest, '{', '}')?;
                (vec![vec![Part::Slot(name.to_owned())]], behind)
            }
            '<' => {
                let (name, behind) = bracketed(rest, '<', '>')?;
                let list = lists.get(name).ok_or_else(|| format!("no list is called {name:?}"))?;
                let mut choices = Vec::new();
                for choice in list {
                    choices.extend(ways(choice, lists, depth + 1)?);
                }
                (choices, behind)
            }
            _ => {
                let length = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, '?' | '(' | '{' | '<'))
                    .unwrap_or(rest.len());
                let word = &rest[..length.max(first.len_utf8())];
                let tokens = Tokens::new(word);
                let words = (0..tokens.len()).map(|i| Part::Word(tokens.folded(i).to_owned()));
                (vec![words.collect()], &rest[word.len()..])
            }
        };
        let optional = behind.strip_prefix('?');
        rest = optional.unwrap_or(behind).trim_start();
        let mut longer = Vec::with_capacity(all.len() * (choices.len() + 1));
        for way in &all {
            for choice in &choices {
                longer.push(way.iter().chain(choice).cloned().collect());
            }
            if optional.is_some() {
                longer.push(way.clone());
            }
        }
        all = longer;
    }
    Ok(all)
}

/// What stands between the bracket that opens `text` and the one that closes it, and what follows.
fn bracketed(text: &str, open: char, close: char) -> Result<(&str, &str), String> {
    let mut depth = 0usize;
    for (at, character) in text.char_indices() {
        if character == open {
            depth += 1;
        } else if character == close {
            depth -= 1;
            if depth == 0 {
                return Ok((&text[1..at], &text[at + 1..]));
            }
        }
    }
    Err(format!("a {open:?} is never closed"))
}

/// Cuts at each `|` that stands in no inner bracket.
fn split_choices(text: &str) -> Vec<&str> {
    let mut choices = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                choices.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    choices.push(&text[start..]);
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(templates: &[(u8, &str)]) -> Result<Forms<u8, char>, String> {
        let lists = BTreeMap::from([("last".to_owned(), vec!["last".to_owned(), "the past".to_owned()])]);
        Forms::new(templates.iter().copied(), &lists, |name| (name == "n").then_some('n'))
    }

    fn said(forms: &Forms<u8, char>, text: &str) -> Option<(u8, Vec<usize>, usize)> {
        let tokens = Tokens::new(text);
        let mut digits = |_: char, at: usize| Some((tokens.text(at).parse::<usize>().ok()?, at + 1));
        let mut accept = |meaning: u8, filled: &[usize], _: usize| Some((meaning, filled.to_vec()));
        let ((meaning, filled), end) = forms.at(&tokens, 0, &mut digits, &mut accept)?;
        Some((meaning, filled, end))
    }

    #[test]
    fn the_longest_template_wins() {
        let forms = forms(&[
            (1, "{n} days? ago"),
            (2, "<last> {n} (days|weeks of rain)"),
            (3, "{n} (day|days)"),
        ])
        .expect("the templates are valid");
        let table = [
            ("3 days ago", Some((1, vec![3], 3))),
            ("3 ago", Some((1, vec![3], 2))),
            ("3 days later", Some((3, vec![3], 2))),
            ("the past 2 weeks of rain", Some((2, vec![2], 6))),
            ("last 2 years", None),
        ];
        for (text, expected) in table {
            assert_eq!(said(&forms, text), expected, "{text}");
        }
    }

    #[test]
    fn a_broken_template_says_what_is_wrong() {
        for (template, expected) in [
            ("{m} days", "no slot is called \"m\""),
            ("<next> day", "no list is called \"next\""),
            ("(a|b", "'(' is never closed"),
            ("a? b?", "nothing in it is required"),
        ] {
            let mistake = forms(&[(1, template)]).expect_err(template);
            assert!(mistake.contains(expected), "{mistake}");
        }
    }
}
