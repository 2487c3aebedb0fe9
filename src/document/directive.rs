//! `<!-- factlint: ignore[rule] reason -->`: a way out, bound to what follows it.

use std::ops::Range;

use jiff::civil::Date;

use super::page::Layout;
use super::{Format, Sentence};
use crate::source::{MappedText, RepoPath, Span};

/// What stands around a comment, in the formats that have such.
const ENCLOSING: [(&str, &str); 2] = [("<!--", "-->"), ("{/*", "*/}")];

/// What begins a comment of one line, in the formats that have such.
const COMMENT_SIGNS: [&str; 3] = ["//", "..", "#"];

/// A directive and the sentences that it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The comment in the stored bytes.
    pub span: Span,
    /// The rules that it names; empty where it names none.
    pub rules: Vec<String>,
    /// Until when it holds; none where it holds for good.
    pub until: Option<Until>,
    /// Why, in the author's words.
    pub reason: String,
    /// The sentences that it covers.
    pub sentences: Range<usize>,
}

/// The last day of a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// That day.
    Day(Date),
    /// What stands there is no day.
    Unreadable(String),
}

impl Directive {
    /// Whether it holds on that day. With a day that cannot be read, it never does.
    pub fn holds(&self, today: Date) -> bool {
        match &self.until {
            None => true,
            Some(Until::Day(last)) => today <= *last,
            Some(Until::Unreadable(_)) => false,
        }
    }
}

/// Reads the comments that are directives. One on a line of its own covers the next block;
/// one inside a paragraph covers the next sentence.
pub(super) fn bind(layout: &Layout, sentences: &[Sentence], text: &MappedText) -> Vec<Directive> {
    layout
        .comments
        .iter()
        .filter_map(|comment| {
            let (rules, rest) = parse(text.as_str().get(comment.clone())?)?;
            let (until, reason) = until(&rest);
            let first = sentences.partition_point(|sentence| sentence.range.start < comment.start);
            let inside = sentences
                .get(first.wrapping_sub(1))
                .is_some_and(|previous| sentences.get(first).is_some_and(|next| previous.block == next.block));
            let end = match sentences.get(first) {
                None => first,
                Some(_) if inside => first + 1,
                Some(next) => {
                    first
                        + sentences[first..]
                            .iter()
                            .take_while(|sentence| sentence.block == next.block)
                            .count()
                }
            };
            // A comment within a sentence covers that sentence.
            let range = match sentences.get(first.wrapping_sub(1)) {
                Some(around) if around.range.end >= comment.end => first - 1..first,
                _ => first..end,
            };
            Some(Directive {
                span: text.span(comment.clone()),
                rules,
                until,
                reason,
                sentences: range,
            })
        })
        .collect()
}

/// Words as a comment of the format that a path names; none where the format has no comments.
pub fn comment(path: &RepoPath, words: &str) -> Option<String> {
    if matches!(
        path.extension().as_str(),
        "csv" | "tsv" | "json" | "jsonl" | "ndjson" | "yaml" | "yml" | "toml"
    ) {
        return None;
    }
    Some(match Format::of(path) {
        Format::Mdx => format!("{{/* {words} */}}"),
        Format::ReStructuredText => format!(".. {words}"),
        Format::AsciiDoc => format!("// {words}"),
        Format::Org => format!("# {words}"),
        Format::Markdown | Format::Plain | Format::Html | Format::Wiki => format!("<!-- {words} -->"),
    })
}

/// `until=2026-12-31`, anywhere in what follows the rules, and the reason that is left. Of several days, the
/// first one counts.
fn until(rest: &str) -> (Option<Until>, String) {
    let mut found: Vec<Until> = Vec::new();
    let mut reason: Vec<&str> = Vec::new();
    let mut words = rest.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let lower = word.to_lowercase();
        let given = ["until=", "until:"].iter().find_map(|key| lower.strip_prefix(key));
        let written = match given {
            Some("") => words.next().unwrap_or_default().to_owned(),
            Some(day) => day.to_owned(),
            // "until 2026-12-31", and not "until then".
            None if lower == "until" => match words.peek().and_then(|next| day(next)) {
                Some(day) => {
                    words.next();
                    found.push(Until::Day(day));
                    continue;
                }
                None => {
                    reason.push(word);
                    continue;
                }
            },
            None => {
                reason.push(word);
                continue;
            }
        };
        found.push(day(&written).map_or(Until::Unreadable(written), Until::Day));
    }
    let first = found.into_iter().min_by_key(|until| match until {
        Until::Unreadable(_) => None,
        Until::Day(day) => Some(*day),
    });
    (first, reason.join(" "))
}

fn day(word: &str) -> Option<Date> {
    word.trim_end_matches([':', ',', ';', '.', ')']).parse().ok()
}

/// The rules of a comment that is a directive as a whole, and what follows them.
fn parse(comment: &str) -> Option<(Vec<String>, String)> {
    let comment = comment.trim();
    let enclosed = ENCLOSING
        .iter()
        .find_map(|(open, close)| Some((comment.strip_prefix(open)?, close)));
    let inner = match enclosed {
        Some((rest, close)) => rest.strip_suffix(close)?.trim(),
        None => COMMENT_SIGNS.iter().find_map(|sign| comment.strip_prefix(sign))?.trim(),
    };
    let rest = inner.strip_prefix("factlint:")?.trim_start().strip_prefix("ignore")?;
    if let Some(list) = rest.trim_start().strip_prefix('[') {
        let (rules, reason) = list.split_once(']')?;
        let rules: Vec<String> = rules.split(',').map(|rule| rule.trim().to_owned()).collect();
        return Some((rules, reason.trim().to_owned()));
    }
    let separated = rest.is_empty() || rest.starts_with(char::is_whitespace);
    separated.then(|| (Vec::new(), rest.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_directive() {
        let one =
            |rules: &[&str], reason: &str| Some((rules.iter().map(|r| (*r).to_owned()).collect(), reason.to_owned()));
        let table = [
            ("<!-- factlint: ignore[seat] moved -->", one(&["seat"], "moved")),
            ("<!-- factlint: ignore [seat] moved -->", one(&["seat"], "moved")),
            ("<!--factlint:ignore[seat, role]-->", one(&["seat", "role"], "")),
            (
                "<!-- factlint: ignore quoted on purpose -->",
                one(&[], "quoted on purpose"),
            ),
            ("{/* factlint: ignore[seat] moved */}", one(&["seat"], "moved")),
            ("// factlint: ignore[seat] moved", one(&["seat"], "moved")),
            (".. factlint: ignore[seat] moved", one(&["seat"], "moved")),
            ("<!-- factlint: ignored -->", None),
            ("<!-- see factlint: ignore[seat] -->", None),
            ("<!-- factlint: ignore[seat -->", None),
        ];
        for (comment, expected) in table {
            assert_eq!(parse(comment), expected, "{comment}");
        }
    }

    #[test]
    fn a_directive_may_end_on_a_day() {
        let day = |text: &str| Until::Day(text.parse().expect("a day"));
        assert_eq!(
            until("until=2026-12-31 they  differ"),
            (Some(day("2026-12-31")), "they differ".to_owned())
        );
        assert_eq!(
            until("they differ until=2026-12-31"),
            (Some(day("2026-12-31")), "they differ".to_owned())
        );
        assert_eq!(
            until("until=soon"),
            (Some(Until::Unreadable("soon".to_owned())), String::new())
        );
        assert_eq!(until("until then"), (None, "until then".to_owned()));
        assert_eq!(until("Until 2026-12-31: both").0, Some(day("2026-12-31")));
        assert_eq!(until("until=2026-12-31 until=2026-11-30").0, Some(day("2026-11-30")));
    }
}
