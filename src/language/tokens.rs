//! Words, runs of digits and signs of a text, with their folded form.

use std::ops::Range;
use std::sync::OnceLock;

use iso_currency::Currency;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with digits and hyphens inside: "levée", "dix-neuf", "T3", "d'".
    Word,
    /// Digits only.
    Digits,
    /// One sign that is not a space.
    Sign,
}

/// One token of a text.
#[derive(Debug, Clone)]
pub struct Token {
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// What it is made of.
    pub kind: TokenKind,
    folded: Range<usize>,
}

/// The tokens of one text, in order.
#[derive(Debug, Clone)]
pub struct Tokens<'t> {
    text: &'t str,
    folded: String,
    all: Vec<Token>,
}

impl<'t> Tokens<'t> {
    /// Cuts `text`. Elided words keep their apostrophe ("d'", "l'", "qu'"); an English
    /// possessive is a word of its own ("'s").
    pub fn new(text: &'t str) -> Self {
        let mut tokens = Tokens {
            text,
            folded: String::with_capacity(text.len()),
            all: Vec::with_capacity(text.len() / 5),
        };
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let end = if first.is_whitespace() {
                at += first.len_utf8();
                continue;
            } else if first.is_ascii_digit() {
                let digits = text.as_bytes()[at..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .count();
                tokens.push(at..at + digits, TokenKind::Digits)
            } else if first.is_alphabetic() {
                tokens.push(at..end_of_word(text, at), TokenKind::Word)
            } else if first == '\'' && is_possessive(text, at) {
                tokens.push(at..at + 2, TokenKind::Word)
            } else {
                tokens.push(at..at + first.len_utf8(), TokenKind::Sign)
            };
            at = end;
        }
        tokens
    }

    /// The text that was cut.
    pub fn source(&self) -> &'t str {
        self.text
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The token at `index`.
    pub fn get(&self, index: usize) -> Option<&Token> {
        self.all.get(index)
    }

    /// The token's text as it stands; empty beyond the end.
    pub fn text(&self, index: usize) -> &'t str {
        self.all.get(index).map_or("", |token| &self.text[token.range.clone()])
    }

    /// The token's text in lower case without accents; empty beyond the end.
    pub fn folded(&self, index: usize) -> &str {
        self.all
            .get(index)
            .map_or("", |token| &self.folded[token.folded.clone()])
    }

    /// Where the token stands; an empty range at the end of the text beyond the end.
    pub fn range(&self, index: usize) -> Range<usize> {
        self.all
            .get(index)
            .map_or(self.text.len()..self.text.len(), |token| token.range.clone())
    }

    /// Whether the token is of that kind.
    pub fn is(&self, index: usize, kind: TokenKind) -> bool {
        self.all.get(index).is_some_and(|token| token.kind == kind)
    }

    /// Whether the token begins with a capital letter.
    pub fn is_capitalised(&self, index: usize) -> bool {
        self.text(index).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether nothing stands between the token and the one after it.
    pub fn is_glued(&self, index: usize) -> bool {
        match (self.all.get(index), self.all.get(index + 1)) {
            (Some(one), Some(next)) => one.range.end == next.range.start,
            _ => false,
        }
    }

    /// The first token that ends after `offset`.
    pub fn at_offset(&self, offset: usize) -> usize {
        self.all.partition_point(|token| token.range.end <= offset)
    }

    fn push(&mut self, range: Range<usize>, kind: TokenKind) -> usize {
        let start = self.folded.len();
        fold_into(&self.text[range.clone()], &mut self.folded);
        let end = range.end;
        self.all.push(Token {
            range,
            kind,
            folded: start..self.folded.len(),
        });
        end
    }
}

/// Lower case without accents: "Élysée" gives "elysee".
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// A noun folded and without the sign of its plural, equal for "salarié" and "salariés".
pub fn singular(noun: &str) -> String {
    let mut folded = fold(noun);
    folded.truncate(without_plural(&folded).len());
    folded
}

/// The form in which counted nouns are compared: [`singular`], and "branches" beside "branch".
pub fn counted_noun(noun: &str) -> String {
    let mut key = singular(noun);
    // "communities" beside "community", as "compagnies" beside "compagnie".
    if key.len() > 4 && key.ends_with("ie") {
        key.truncate(key.len() - 2);
        key.push('y');
    }
    if ["che", "she", "sse", "xe"].iter().any(|ending| key.ends_with(ending)) {
        key.pop();
    }
    key
}

/// A word in lower case without the sign of its plural.
pub fn without_plural(word: &str) -> &str {
    match word.strip_suffix(['s', 'x']) {
        Some(stem) if word.len() > 3 && !word.ends_with("ss") => stem,
        _ => word,
    }
}

fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let start = folded.len();
        folded.push_str(text);
        folded[start..].make_ascii_lowercase();
        return;
    }
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'a'..='z' | '0'..='9' => folded.push(character),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            '\u{2019}' | '\u{2018}' => folded.push('\''),
            other => folded.extend(std::iter::once(other).nfd().filter(|c| !is_combining_mark(*c))),
        }
    }
}

fn end_of(text: &str, start: usize, keep: impl Fn(char) -> bool) -> usize {
    // Most words are plain letters.
    let plain = text.as_bytes()[start..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let start = start + plain;
    if text.as_bytes().get(start).is_some_and(|byte| byte.is_ascii()) && !keep(char::from(text.as_bytes()[start])) {
        return start;
    }
    text[start..]
        .find(|c| !keep(c))
        .map_or(text.len(), |length| start + length)
}

fn end_of_word(text: &str, start: usize) -> usize {
    if let Some(end) = end_of_currency_code(text, start) {
        return end;
    }
    let mut end = start;
    loop {
        end = end_of(text, end, |c| c.is_alphanumeric() || c == '_');
        let mut rest = text[end..].chars();
        let (sign, next) = (rest.next(), rest.next());
        match (sign, next) {
            (Some('-'), Some(next)) if next.is_alphanumeric() => end += 1,
            (Some('\''), Some(next)) if next.is_alphabetic() => {
                let word = &text[start..end];
                let lower = word.to_lowercase();
                if Spelling::get().keeps_whole(&lower, &text[end + 1..]) {
                    end += 1;
                } else if is_elided(&lower) {
                    return end + 1;
                } else {
                    return end;
                }
            }
            (Some('\''), None) if is_elided(&text[start..end].to_lowercase()) => return end + 1,
            (Some('\''), Some(next))
                if (next.is_numeric() || next == '«' || next == '"') && is_elided(&text[start..end].to_lowercase()) =>
            {
                return end + 1;
            }
            _ => return end,
        }
    }
}

/// "EUR3.2bn": the code of a currency is cut from the digits behind it.
fn end_of_currency_code(text: &str, start: usize) -> Option<usize> {
    let end = start + 3;
    if !text.as_bytes().get(end)?.is_ascii_digit() {
        return None;
    }
    let code = text
        .get(start..end)
        .filter(|code| code.bytes().all(|byte| byte.is_ascii_uppercase()))?;
    Currency::from_code(code).map(|_| end)
}

/// Words that lose their vowel before another word, as French writes it.
fn is_elided(word: &str) -> bool {
    let last = word.rsplit('-').next().unwrap_or(word);
    Spelling::get().elided.iter().any(|elided| elided == last)
}

/// The content of `spelling.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spelling {
    elided: Vec<String>,
    whole: Vec<String>,
}

impl Spelling {
    #[expect(clippy::expect_used, reason = "the table is part of the program and tested")]
    fn get() -> &'static Self {
        static TABLE: OnceLock<Spelling> = OnceLock::new();
        TABLE.get_or_init(|| baked!("src/language/spelling").expect("the spelling table is valid"))
    }

    /// Whether the apostrophe behind `word`, with `rest` behind it, is part of one word.
    fn keeps_whole(&self, word: &str, rest: &str) -> bool {
        self.whole.iter().any(|whole| match whole.split_once('\'') {
            Some((first, second)) => {
                first == word && fold(rest.get(..second.len() + 1).unwrap_or(rest)).starts_with(second)
            }
            None => whole == word,
        })
    }
}

fn is_possessive(text: &str, apostrophe: usize) -> bool {
    let mut rest = text[apostrophe + 1..].chars();
    matches!(rest.next(), Some('s' | 'S')) && !rest.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let tokens = Tokens::new(text);
        (0..tokens.len()).map(|i| tokens.folded(i).to_owned()).collect()
    }

    #[test]
    fn tokens_follow_french_and_english_spelling() {
        let table: &[(&str, &[&str])] = &[
            ("l'annonce d'Équipe", &["l'", "annonce", "d'", "equipe"]),
            ("aujourd'hui", &["aujourd'hui"]),
            ("Nabla's $40m", &["nabla", "'s", "$", "40", "m"]),
            ("quatre-vingt-dix, T3 2025", &["quatre-vingt-dix", ",", "t3", "2025"]),
            ("qu'il n'a 4,8 %", &["qu'", "il", "n'", "a", "4", ",", "8", "%"]),
            ("don't O'Neill", &["don", "'", "t", "o", "'", "neill"]),
            ("jusqu'à 3bn", &["jusqu'", "a", "3", "bn"]),
            ("EUR3.2bn, ISO9001", &["eur", "3", ".", "2", "bn", ",", "iso9001"]),
        ];
        for (text, expected) in table {
            assert_eq!(&words(text), expected, "{text}");
        }
    }
}
