//! What the terminal can show, and what the environment says of the run.

use std::env;
use std::io::IsTerminal;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

use super::CliError;
use crate::diagnostic::Tongue;
use crate::report::Style;

/// When colour is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The style for standard output.
pub(super) fn style(color: Color) -> Style {
    let terminal = std::io::stdout().is_terminal();
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = env::var("TERM").is_ok_and(|term| term == "dumb");
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => !set("NO_COLOR") && (set("FORCE_COLOR") || set("CLICOLOR_FORCE") || (terminal && !dumb)),
    };
    let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let shown = || terminal.then(terminal_size::terminal_size).flatten();
    let width = columns.or_else(|| shown().map(|(width, _)| usize::from(width.0)));
    let width = width.unwrap_or(100);
    Style {
        color,
        width: width.min(120),
        unicode: !dumb,
        hyperlinks: terminal && !dumb && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
    }
}

/// The style of what is written to a file.
pub(super) const STYLE_OF_FILES: Style = Style {
    color: false,
    width: 100,
    unicode: true,
    hyperlinks: false,
};

/// The language of messages that the locale asks for, as POSIX orders its variables; else English.
pub(super) fn tongue() -> Tongue {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    locale.and_then(|locale| Tongue::of_locale(&locale)).unwrap_or_default()
}

/// The day on which undated new text is taken to be written: `--as-of`, else the author's day
/// that Git gives to its hooks, else today (UTC).
pub(super) fn as_of(given: Option<&str>) -> Result<Date, CliError> {
    if let Some(text) = given {
        return text
            .parse()
            .map_err(|_| CliError::Usage(format!("--as-of: \"{text}\" is not a day; write it as 2026-01-29")));
    }
    let from_git = env::var("GIT_AUTHOR_DATE").ok().and_then(|text| author_day(&text));
    Ok(from_git.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date()))
}

/// The author's own day: `@1795296148 +0000`, `1795296148 +0100`, or ISO 8601.
fn author_day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some((seconds, offset)) = text.trim_start_matches('@').split_once(' ')
        && let Ok(seconds) = seconds.parse::<i64>()
    {
        let moment = Timestamp::from_second(seconds).ok()?;
        return Some(moment.to_zoned(TimeZone::fixed(offset_of(offset)?)).date());
    }
    if let Ok(seconds) = text.trim_start_matches('@').parse::<i64>() {
        return Some(Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).date());
    }
    text.get(..10)?
        .parse()
        .ok()
        .or_else(|| text.parse::<Zoned>().ok().map(|zoned| zoned.date()))
}

fn offset_of(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.trim_start_matches('+')),
    };
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4)?.parse().ok()?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_author_day_is_in_the_authors_own_offset() {
        let table = [
            ("@1795296148 +0000", Some(date(2026, 11, 21))),
            ("1767222000 +0100", Some(date(2026, 1, 1))),
            ("2026-01-29T12:00:00Z", Some(date(2026, 1, 29))),
            ("yesterday", None),
        ];
        for (text, expected) in table {
            assert_eq!(author_day(text), expected, "{text}");
        }
    }
}
