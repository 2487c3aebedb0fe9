//! Org: enough of it to tell prose from code, comments and tables.

use std::ops::Range;

use super::Scope;
use super::data::Scalar;
use super::markup::{Inline, bare, bullet, inline, put};
use super::page::{Page, Row, lines, trimmed};
use super::restructured_text::cells;

/// Words before a heading that say how far a task is.
const STATES: [&str; 8] = [
    "TODO",
    "DONE",
    "NEXT",
    "WAITING",
    "STARTED",
    "CANCELLED",
    "CANCELED",
    "HOLD",
];

/// Blocks whose content is no prose.
const SILENT: [&str; 6] = ["SRC", "EXAMPLE", "EXPORT", "COMMENT", "LATEX", "HTML"];

static INLINE: Inline = Inline::new(|| {
    inline(concat!(
        r"\[\[[^\]\n]*\]\[([^\]\n]*)\]\]|\[\[[^\]\n]*\]\]",
        r"|\[fn:[\w-]*:([^\]\n]*)\]|\[fn:[\w-]+\]",
        r"|[<\[](\d{4}-\d\d-\d\d)[^>\]\n]*[>\]]",
        r"|(?:^|\b|\s)[=~][^=~\s](?:[^=~\n]*[^=~\s])?[=~]",
        r"|\\\([^\n]*?\\\)|\$[^$\s](?:[^$\n]*[^$\s])?\$",
        r"|\*([^*\s](?:[^*\n]*[^*\s])?)\*",
        r"|(?:^|[\s(])/([^/\s](?:[^/\n]*[^/\s])?)/",
        r"|\b_([^_\s](?:[^_\n]*[^_\s])?)_\b",
        r"|\B\+[^+\s](?:[^+\n]*[^+\s])?\+\B",
        r"|\[#[A-Z]\]|\[[ X-]\]",
    ))
});

/// Puts down an Org text, from byte `start` on.
pub(super) fn read(page: &mut Page, text: &str, start: usize) {
    let lines: Vec<Range<usize>> = lines(text, start..text.len()).collect();
    let mut quotes = 0usize;
    let mut item = false;
    // The level of a heading whose section is commented out.
    let mut silenced: Option<usize> = None;
    // States of tasks that the document declares itself.
    let mut states: Vec<&str> = STATES.to_vec();
    let mut at = 0;
    while let Some(line) = lines.get(at).cloned() {
        let words = &text[line.clone()];
        let body = words.trim();
        at += 1;
        let stars = words.bytes().take_while(|byte| *byte == b'*').count();
        if stars > 0 && words[stars..].starts_with(' ') {
            page.close();
            item = false;
            if silenced.is_some_and(|level| level < stars) {
                continue;
            }
            silenced = words[stars..].trim_start().starts_with("COMMENT ").then_some(stars);
            if silenced.is_none() {
                let title = title(text, line.start + stars..line.end, &states);
                put(
                    page,
                    text,
                    title,
                    Scope::Heading,
                    u8::try_from(stars).unwrap_or(u8::MAX),
                    &INLINE,
                );
                page.close();
            }
            continue;
        }
        if silenced.is_some() {
            continue;
        }
        if body.is_empty() {
            page.close();
            item = false;
            continue;
        }
        if let Some(rest) = body.strip_prefix("#+") {
            page.close();
            let upper = rest.to_ascii_uppercase();
            if let Some(name) = upper.strip_prefix("BEGIN_") {
                let name = name.split_whitespace().next().unwrap_or_default().to_owned();
                if SILENT.contains(&name.as_str()) {
                    at = behind(text, &lines, at, &format!("#+END_{name}"));
                } else if name == "QUOTE" || name == "VERSE" {
                    quotes += 1;
                }
            } else if upper.starts_with("END_QUOTE") || upper.starts_with("END_VERSE") {
                quotes = quotes.saturating_sub(1);
            } else if let Some((key, value)) = rest.split_once(':') {
                if matches!(key.to_ascii_uppercase().as_str(), "TODO" | "SEQ_TODO" | "TYP_TODO") {
                    let word = |state: &'_ str| state.split('(').next().map(str::len).unwrap_or_default();
                    states.extend(
                        value
                            .split_whitespace()
                            .map(|state| &state[..word(state)])
                            .filter(|state| *state != "|"),
                    );
                }
                let value_range = trimmed(text, line.end - words[words.len() - value.len()..].len()..line.end);
                let key = Scalar {
                    text: key.to_owned(),
                    range: 0..0,
                };
                let value = Scalar {
                    text: text[value_range.clone()].to_owned(),
                    range: value_range,
                };
                page.metadata.add(&key, value);
            }
            continue;
        }
        if body == "#" || body.starts_with("# ") {
            page.comments.push(line);
            continue;
        }
        let planned = ["CLOSED:", "DEADLINE:", "SCHEDULED:", "CLOCK:"]
            .iter()
            .any(|word| body.starts_with(word));
        if body == ":" || body.starts_with(": ") || planned || body.chars().all(|c| c == '-') && body.len() >= 5 {
            page.close();
            continue;
        }
        if body.len() > 2 && body.starts_with(':') && body.ends_with(':') && !body.contains(' ') {
            page.close();
            let is_heading = |line: &Range<usize>| text[line.clone()].starts_with('*');
            let section = lines[at..]
                .iter()
                .position(is_heading)
                .map_or(lines.len(), |count| at + count);
            let end = behind(text, &lines[..section], at, ":END:");
            let closed = text[lines[end - 1].clone()].trim().eq_ignore_ascii_case(":END:");
            if closed {
                at = end;
            } else {
                page.skipped
                    .push((line, format!("{body} has no :END:; only this line was left out")));
            }
            continue;
        }
        if body.starts_with('|') {
            let end = lines[at..]
                .iter()
                .position(|line| !text[line.clone()].trim_start().starts_with('|'))
                .map_or(lines.len(), |count| at + count);
            table(page, text, &lines[at - 1..end]);
            at = end;
            continue;
        }
        // A property outside of its drawer.
        if body
            .strip_prefix(':')
            .and_then(|rest| rest.split_once(": "))
            .is_some_and(|(key, _)| !key.contains(' '))
        {
            page.close();
            continue;
        }
        let outer = (quotes > 0).then_some(Scope::Quotation);
        if let Some(count) = bullet(words, &["-", "+", "•"]) {
            page.close();
            item = true;
            let inside = line.start + count..line.end;
            if let Some((key, value)) = description(text, &inside) {
                put(page, text, key.clone(), Scope::TableRow, 0, &INLINE);
                put(page, text, value.clone(), Scope::TableRow, 0, &INLINE);
                page.close();
                page.key(bare(text, key, &INLINE), bare(text, value, &INLINE));
            } else {
                put(page, text, inside, outer.unwrap_or(Scope::ListItem), 0, &INLINE);
            }
            continue;
        }
        let note = footnote(words).unwrap_or_default();
        let scope = outer.unwrap_or(if item && page.is_open() {
            Scope::ListItem
        } else {
            Scope::Prose
        });
        put(page, text, line.start + note..line.end, scope, 0, &INLINE);
    }
    page.close();
}

/// The line behind the one that holds only `end`, in any case.
fn behind(text: &str, lines: &[Range<usize>], at: usize, end: &str) -> usize {
    lines[at..]
        .iter()
        .position(|line| text[line.clone()].trim().eq_ignore_ascii_case(end))
        .map_or(lines.len(), |count| at + count + 1)
}

/// The words of a heading without its state and its tags.
fn title(text: &str, range: Range<usize>, states: &[&str]) -> Range<usize> {
    let mut range = trimmed(text, range);
    if let Some(first) = text[range.clone()].split_whitespace().next()
        && states.contains(&first)
    {
        range = trimmed(text, range.start + first.len()..range.end);
    }
    if let Some(last) = text[range.clone()].split_whitespace().next_back()
        && last.len() > 2
        && last.starts_with(':')
        && last.ends_with(':')
    {
        range = trimmed(text, range.start..range.end - last.len());
    }
    range
}

/// "[fn:1] ": the bytes of a note's mark at the beginning of a line.
fn footnote(words: &str) -> Option<usize> {
    let close = words.strip_prefix("[fn:")?.find("] ")?;
    Some("[fn:".len() + close + 2)
}

/// "term :: what it is".
fn description(text: &str, range: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let words = &text[range.clone()];
    let at = words.find(" :: ")?;
    let key = trimmed(text, range.start..range.start + at);
    let value = trimmed(text, range.start + at + 4..range.end);
    (!key.is_empty() && !value.is_empty()).then_some((key, value))
}

/// Rows between bars; those above the first rule name the columns, where rows stand below it.
fn table(page: &mut Page, text: &str, lines: &[Range<usize>]) {
    let is_rule = |line: &Range<usize>| text[line.clone()].trim_start().starts_with("|-");
    let rule = lines.iter().position(is_rule);
    let below = lines.iter().rposition(|line| !is_rule(line)).unwrap_or_default();
    let rows: Vec<Row> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !is_rule(line))
        .map(|(number, line)| Row {
            cells: cells(text, line.clone(), '|')
                .into_iter()
                .map(|cell| bare(text, cell, &INLINE))
                .collect(),
            is_heading: rule.is_some_and(|rule| number < rule && rule < below),
            ..Row::default()
        })
        .collect();
    page.table(&rows);
}
