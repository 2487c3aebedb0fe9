//! When a document was written, as the document itself says.

use jiff::civil::Date;

use super::page::Layout;
use super::{DateOrigin, Scope};
use crate::language::{Language, Tokens};
use crate::source::RepoPath;
use crate::value::{Grain, Value, read};

/// How many characters at the top may hold a date line.
const TOP: usize = 160;

/// The date in the front matter, else in the path, else in a line at the top.
pub(super) fn date_of(path: &RepoPath, layout: &Layout, language: Language) -> Option<(Date, DateOrigin)> {
    layout
        .metadata
        .date()
        .map(|date| (date, DateOrigin::FrontMatter))
        .or_else(|| in_path(path.as_str()).map(|date| (date, DateOrigin::Path)))
        .or_else(|| in_top_line(layout, language).map(|date| (date, DateOrigin::DateLine)))
}

/// `2025-03-12-…`, `/2025/03/12/`, `20250312`; `/2025/03/` gives the first of the month.
fn in_path(path: &str) -> Option<Date> {
    let numbers: Vec<(&str, usize)> = path
        .split(|c: char| !c.is_ascii_digit())
        .scan(0, |at, part| {
            let start = *at;
            *at += part.len() + 1;
            Some((part, start))
        })
        .filter(|(part, _)| !part.is_empty())
        .collect();
    for window in numbers.windows(3) {
        if let [(year, at), (month, after), (day, last)] = window
            && year.len() == 4
            && month.len() == 2
            && day.len() == 2
            && *after == at + 5
            && *last == after + 3
            && let Some(date) = civil(year, month, day)
        {
            return Some(date);
        }
    }
    for (part, _) in &numbers {
        if part.len() == 8
            && let Some(date) = civil(&part[..4], &part[4..6], &part[6..])
        {
            return Some(date);
        }
    }
    for window in numbers.windows(2) {
        if let [(year, at), (month, after)] = window
            && year.len() == 4
            && month.len() == 2
            && *after == at + 5
            && path[..*at].ends_with('/')
            && path.as_bytes().get(at + 4) == Some(&b'/')
            && let Some(date) = civil(year, month, "01")
        {
            return Some(date);
        }
    }
    None
}

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|year| (1900..2200).contains(year))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A full date within the first three words of one of the first blocks.
fn in_top_line(layout: &Layout, language: Language) -> Option<Date> {
    let written = layout.blocks.iter().filter(|block| block.scope != Scope::FrontMatter);
    written.take(3).find_map(|block| {
        let text = &layout.prose[block.range.clone()];
        let end = text.char_indices().nth(TOP).map_or(text.len(), |(at, _)| at);
        let tokens = Tokens::new(&text[..end]);
        let first = read(&tokens, language, None).into_iter().next()?;
        match first.value {
            Value::Date(period) if period.grain == Grain::Day && first.tokens.start <= 2 => {
                let alone = first.tokens.end == tokens.len();
                let announced = first.tokens.start > 0 && tokens.folded(first.tokens.start - 1) == "date";
                (alone || announced || tokens.folded(0) == "publie").then_some(period.start)
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_in_paths() {
        let table = [
            ("articles/2025-03-12-usine.md", Some(date(2025, 3, 12))),
            ("2025/03/12/usine.md", Some(date(2025, 3, 12))),
            ("blog/2025/03/usine.md", Some(date(2025, 3, 1))),
            ("notes/20250312.md", Some(date(2025, 3, 12))),
            ("articles/usine-2025.md", None),
            ("articles/99-12-12.md", None),
        ];
        for (path, expected) in table {
            assert_eq!(in_path(path), expected, "{path}");
        }
    }
}
