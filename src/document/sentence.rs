//! Sentences of a block.

use std::ops::Range;

use super::page::{Layout, lines};
use super::{Entry, Scope, Sentence};
use crate::language::{Language, fold};

/// Keys are at most so many bytes and words long.
const LONGEST_KEY: usize = 90;
const MOST_WORDS: usize = 8;

/// Cuts every block into sentences; headings and rows stay whole.
pub(super) fn split(layout: &Layout, language: Language) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    // The headings that are open, each deeper than the one before.
    let mut above: Vec<(u8, usize)> = Vec::new();
    // Keys at the top of a file may stand before its headline.
    let mut untitled: Vec<usize> = Vec::new();
    for (block, content) in layout.blocks.iter().enumerate() {
        let ranges = match content.scope {
            Scope::Prose if is_list_of_keys(&layout.prose, &content.range) => {
                lines(&layout.prose, content.range.clone()).collect()
            }
            Scope::Prose | Scope::Quotation | Scope::ListItem => ends(&layout.prose, content.range.clone(), language),
            _ => vec![content.range.clone()],
        };
        for range in ranges {
            let Some(range) = trimmed(&layout.prose, range) else {
                continue;
            };
            if content.scope == Scope::Heading {
                above.retain(|(level, _)| *level < content.level);
            }
            let heading = above.last().map(|(_, index)| *index);
            if content.scope == Scope::FrontMatter && heading.is_none() {
                untitled.push(sentences.len());
            }
            if content.scope == Scope::Heading {
                above.push((content.level, sentences.len()));
                for index in untitled.drain(..) {
                    let title = sentences.len();
                    if let Some(sentence) = sentences.get_mut(index) {
                        sentence.heading = Some(title);
                    }
                }
            }
            let keyed = matches!(content.scope, Scope::Prose | Scope::ListItem);
            sentences.push(Sentence {
                entry: keyed.then(|| entry_in(&layout.prose, &range)).flatten(),
                range,
                scope: content.scope,
                block,
                heading,
                time: None,
            });
        }
    }
    sentences
}

/// "Key: value", where the sentence may be one.
fn entry_in(prose: &str, range: &Range<usize>) -> Option<Entry> {
    let text = &prose[range.clone()];
    let colon = text.find(':').filter(|at| *at > 0 && *at <= LONGEST_KEY)?;
    let behind = &text[colon + 1..];
    let key = trimmed(prose, range.start..range.start + colon)?;
    let value = trimmed(prose, range.start + colon + 1..range.end)?;
    let words = prose[key.clone()].split_whitespace().count();
    let is_key = behind.starts_with(char::is_whitespace)
        && words <= MOST_WORDS
        && prose[key.clone()].chars().any(char::is_alphanumeric);
    is_key.then_some(Entry {
        row: key.start..key.start,
        key,
        value,
        label: String::new(),
        is_named: false,
        attribute: None,
    })
}

/// Whether a paragraph has several lines of which each is a key with its value.
fn is_list_of_keys(prose: &str, block: &Range<usize>) -> bool {
    let text = &prose[block.clone()];
    text.contains('\n')
        && lines(prose, block.clone())
            .filter_map(|line| trimmed(prose, line))
            .all(|line| entry_in(prose, &line).is_some())
}

fn ends(prose: &str, block: Range<usize>, language: Language) -> Vec<Range<usize>> {
    let text = &prose[block.clone()];
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, character)) = chars.next() {
        if !matches!(character, '.' | '!' | '?' | '…') {
            continue;
        }
        let mut end = at + character.len_utf8();
        while let Some((next, sign)) = chars.peek().copied()
            && matches!(sign, '.' | '!' | '?' | '…' | '"' | ')' | ']')
        {
            end = next + sign.len_utf8();
            chars.next();
        }
        let rest = &text[end..];
        let closing = rest.trim_start().starts_with('»');
        if closing {
            continue;
        }
        let Some(next) = rest.trim_start().chars().next() else {
            break;
        };
        let spaced = rest.starts_with(char::is_whitespace);
        let begins = next.is_uppercase() || next.is_numeric() || matches!(next, '«' | '"' | '(' | '\'' | '[' | '—');
        if spaced && begins && !(character == '.' && is_abbreviation(&text[start..at], next, language)) {
            ranges.push(block.start + start..block.start + end);
            start = end;
        }
    }
    ranges.push(block.start + start..block.end);
    split_after_quotes(prose, ranges)
}

/// "… » Le maire": a closing quotation mark behind a full stop ends the sentence too.
fn split_after_quotes(prose: &str, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut split = Vec::with_capacity(ranges.len());
    for range in ranges {
        let text = &prose[range.clone()];
        let mut start = 0;
        for (at, _) in text.match_indices('»') {
            let before = text[start..at].trim_end();
            let after = text[at + '»'.len_utf8()..].trim_start();
            if before.ends_with(['.', '!', '?', '…']) && after.starts_with(|c: char| c.is_uppercase() || c == '«') {
                let end = at + '»'.len_utf8();
                split.push(range.start + start..range.start + end);
                start = end;
            }
        }
        split.push(range.start + start..range.end);
    }
    split
}

fn is_abbreviation(before: &str, next: char, language: Language) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '\'' | '-'))
        .next()
        .unwrap_or_default();
    let folded = fold(word);
    // "J. K. Renard" has initials; "série B." and "Series B." end a sentence.
    let previous = before[..before.len() - word.len()]
        .split_whitespace()
        .next_back()
        .unwrap_or_default();
    let series = language.tables().qualifiers.rounds.contains(&fold(previous));
    let tables = language.tables();
    let noun = previous.chars().all(char::is_lowercase)
        && !tables.function_words.contains(&fold(previous))
        && !tables.grammar.coordinators.contains(&fold(previous))
        && !tables.grammar.is_auxiliary(previous);
    let follows_noun = previous.chars().count() > 2 && (noun || series);
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && !follows_noun;
    let dotted = word.contains('.') && word.chars().all(|c| c == '.' || c.is_uppercase()) && next.is_uppercase();
    let title =
        language.tables().names.person_titles.contains(&folded) && word.chars().next().is_some_and(char::is_uppercase);
    let short = language.tables().document.abbreviations.contains(&folded);
    // "on Nov. 19" goes on, "in Nov. The …" may not.
    let month = next.is_numeric() && language.tables().dates.short_months.contains(&folded);
    initial || dotted || title || short || month
}

fn trimmed(prose: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = &prose[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    let end = range.end - (text.len() - text.trim_end().len());
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::page::Page;

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let table: &[(&str, &[&str])] = &[
            ("M. Wang arrive. Il dirige.", &["M. Wang arrive.", "Il dirige."]),
            ("Le prix est de 4.8 M€. Fin.", &["Le prix est de 4.8 M€.", "Fin."]),
            (
                "« C'était bien. » Après dix ans, il part.",
                &["« C'était bien. »", "Après dix ans, il part."],
            ),
            ("Quoi ? Rien… Tout va.", &["Quoi ?", "Rien…", "Tout va."]),
            ("J. K. Renard signe. Elle part.", &["J. K. Renard signe.", "Elle part."]),
            (
                "Elle ouvre le 3 janv. 2024. Fin.",
                &["Elle ouvre le 3 janv. 2024.", "Fin."],
            ),
            (
                "C'était en mai. 12 salariés partent.",
                &["C'était en mai.", "12 salariés partent."],
            ),
            (
                "Elle lève sa série B. Ada signe.",
                &["Elle lève sa série B.", "Ada signe."],
            ),
        ];
        for (text, expected) in table {
            let mut page = Page::default();
            page.keep(0..text.len(), Scope::Prose, 0);
            let layout = page.finish(text);
            let got: Vec<&str> = split(&layout, Language::French)
                .into_iter()
                .map(|sentence| &text[sentence.range])
                .collect();
            assert_eq!(&got, expected);
        }
    }
}
