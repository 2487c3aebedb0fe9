//! Findings for people: each sentence in its own frame, with a caret under its value.
//!
//! miette draws the frames. It knows nothing of sentences, so what it is given is an
//! [`Excerpt`]: the sentence alone, broken into rows that fit, escaped. Place and line
//! numbers are those of the article, counted by [`LineIndex`], never miette's own.

mod excerpt;

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles};

use crate::diagnostic::{Diagnostic, Message, Severity, Side};

use excerpt::{Excerpt, filled, width_of};

use super::scope::closing_lines;
use super::{Report, Style, concise, escaped, origin};

/// How many established sentences are drawn; the others are counted.
const SIDES_SHOWN: usize = 3;
/// How many rows of a very long sentence are drawn.
const ROWS_SHOWN: usize = 6;
/// Below this, a width is taken as this one.
const NARROWEST: usize = 60;
/// What miette puts in front of a message.
const INDENT: usize = 4;
/// What miette puts in front of an inner frame.
const NEST: usize = 6;
/// Stands for the vertical bar until the rows are numbered. No text that is shown can hold
/// it, since control characters are escaped.
const BAR: char = '\u{1}';

/// The findings, then the scope and the summary.
pub(super) fn render(report: &Report<'_>, style: Style) -> String {
    let mut out = String::new();
    for finding in report.findings {
        out.push_str(&drawn(finding, report, style));
        out.push('\n');
    }
    for line in closing_lines(report) {
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// One finding, as a block of lines. Everything comes in lines that fit, so that miette,
/// which would break a frame as it breaks a text, has nothing to wrap.
fn drawn(finding: &Diagnostic, report: &Report<'_>, style: Style) -> String {
    let width = style.width.max(NARROWEST);
    let frame = Frame::new(finding, report, width, style);
    let mut handler = GraphicalReportHandler::new_themed(theme(style))
        .with_wrap_lines(false)
        .with_links(style.hyperlinks)
        .with_show_related_as_nested(true)
        .without_primary_span_start();
    let footer = footer(finding, report, style, width);
    if !footer.is_empty() {
        handler = handler.with_footer(footer);
    }
    let mut text = String::new();
    if handler.render_report(&mut text, &frame).is_err() {
        return concise::line(finding, report);
    }
    numbered(&text, frame.numbers(), style)
}

/// Puts the article's line numbers in the place of miette's, and the bars in theirs.
fn numbered<'a>(drawn: &str, mut numbers: impl Iterator<Item = &'a str>, style: Style) -> String {
    let number_style = styles(style).linum;
    let mut out = String::with_capacity(drawn.len());
    for line in drawn.lines() {
        let row = line.rsplit_once(BAR).filter(|(before, _)| ends_with_number(before));
        match row.and_then(|row| numbers.next().map(|number| (row, number))) {
            Some(((before, after), number)) => {
                let kept = before.len().saturating_sub(number.len() + 1);
                out.push_str(before.get(..kept).unwrap_or_default());
                out.push_str(&number_style.style(number).to_string());
                out.push(' ');
                out.push(BAR);
                out.push_str(after);
            }
            None => out.push_str(line),
        }
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
    let bar = characters(style).vbar;
    out.replace(BAR, bar.encode_utf8(&mut [0; 4]))
}

/// Only miette's own line numbers stand right before a bar.
fn ends_with_number(before: &str) -> bool {
    before
        .strip_suffix(' ')
        .is_some_and(|before| before.ends_with(|last: char| last.is_ascii_digit()))
}

/// Line numbers stay unstyled, so that they are found again.
fn theme(style: Style) -> GraphicalTheme {
    let mut theme = GraphicalTheme {
        characters: characters(style),
        styles: styles(style),
    };
    theme.characters.vbar = BAR;
    theme.styles.linum = ThemeStyles::none().linum;
    theme
}

fn characters(style: Style) -> ThemeCharacters {
    if style.unicode {
        ThemeCharacters::unicode()
    } else {
        ThemeCharacters::ascii()
    }
}

fn styles(style: Style) -> ThemeStyles {
    if style.color {
        ThemeStyles::ansi()
    } else {
        ThemeStyles::none()
    }
}

/// Notes and help, the lines of each below each other.
fn footer(finding: &Diagnostic, report: &Report<'_>, style: Style, width: usize) -> String {
    let word_style = styles(style).help;
    let mut rows = Vec::new();
    for (word, message) in report.remarks(finding) {
        let word = format!("{word} ");
        let indent = width_of(&word);
        let lines = message
            .lines()
            .flat_map(|line| filled(&escaped(line), width - INDENT - indent));
        for (at, line) in lines.enumerate() {
            let lead = if at == 0 {
                word_style.style(&word).to_string()
            } else {
                " ".repeat(indent)
            };
            rows.push(lead + &line);
        }
    }
    rows.join("\n")
}

/// What miette draws in one go: a message and an excerpt, and further frames inside.
#[derive(Debug)]
struct Frame {
    code: Option<String>,
    severity: miette::Severity,
    message: String,
    excerpt: Option<Excerpt>,
    inner: Vec<Frame>,
}

impl Frame {
    fn new(finding: &Diagnostic, report: &Report<'_>, width: usize, style: Style) -> Self {
        let excerpt = Excerpt::new(&finding.claim, report, width, style);
        let mut message = escaped(&report.say(&finding.message));
        if excerpt.is_none() {
            let path = report.sources.get(finding.claim.label.location.source).path.as_str();
            message = format!("{}: {message}", escaped(path));
        }
        let mut inner: Vec<Frame> = finding
            .established
            .iter()
            .take(SIDES_SHOWN)
            .map(|side| Frame::established(side, report, width - NEST, style))
            .collect();
        let more = finding.established.len().saturating_sub(SIDES_SHOWN);
        if more > 0 {
            inner.push(Frame::advice(
                report.say(&Message::new("and-more").with("count", more)),
                None,
            ));
        }
        Self {
            code: Some(format!(
                "{}[{}]",
                report.severity(finding.severity),
                escaped(finding.code.as_str())
            )),
            severity: match finding.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Note => miette::Severity::Advice,
            },
            message: filled(&message, width - INDENT).join("\n"),
            excerpt,
            inner,
        }
    }

    fn established(side: &Side, report: &Report<'_>, columns: usize, style: Style) -> Self {
        let excerpt = Excerpt::new(side, report, columns, style);
        let place = match &excerpt {
            Some(_) => None,
            None => Some(report.sources.get(side.label.location.source).path.as_str()),
        };
        let message = escaped(&report.say(&origin(side, place)));
        Self::advice(filled(&message, columns - INDENT).join("\n"), excerpt)
    }

    fn advice(message: String, excerpt: Option<Excerpt>) -> Self {
        Self {
            code: None,
            severity: miette::Severity::Advice,
            message,
            excerpt,
            inner: Vec::new(),
        }
    }

    /// What stands in front of each row, in the order in which rows are drawn.
    fn numbers(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self)
            .chain(&self.inner)
            .filter_map(|frame| frame.excerpt.as_ref())
            .flat_map(|excerpt| excerpt.numbers.iter().map(String::as_str))
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Frame {}

impl miette::Diagnostic for Frame {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    /// None without an excerpt of its own: miette would draw them on the outer frame's text.
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.excerpt.as_ref()?;
        Some(Box::new(excerpt.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        Some(Box::new(
            self.inner.iter().map(|frame| frame as &dyn miette::Diagnostic),
        ))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::Summary;
    use crate::report::fixture::{self, PLAIN};
    use crate::source::{Location, RepoPath, Sources, Span};

    fn report(findings: &[Diagnostic], sources: &Sources, style: Style) -> String {
        let scope = fixture::scope();
        let whole = fixture::report(findings, sources, &scope);
        render(
            &Report {
                summary: Summary::new(findings, 0),
                ..whole
            },
            style,
        )
    }

    fn shown(finding: &Diagnostic, sources: &Sources, style: Style) -> String {
        let scope = fixture::scope();
        drawn(finding, &fixture::report(&[], sources, &scope), style)
    }

    fn excerpt(finding: &Diagnostic, sources: &Sources) -> Option<Excerpt> {
        let scope = fixture::scope();
        Excerpt::new(&finding.claim, &fixture::report(&[], sources, &scope), 80, PLAIN)
    }

    /// The columns before `needle` in the only line that holds it.
    fn column(text: &str, needle: &str) -> usize {
        let lines: Vec<&str> = text.lines().filter(|line| line.contains(needle)).collect();
        assert_eq!(lines.len(), 1, "{needle} in {text}");
        width_of(lines[0].split(needle).next().unwrap_or_default())
    }

    #[test]
    fn two_findings_as_printed() {
        let mut sources = Sources::new();
        let mut weekday = fixture::alone(
            &mut sources,
            "Le café 東京 rouvre lundi 3 mars 2026.",
            "lundi 3 mars 2026",
        );
        weekday.message = Message::verbatim("3 mars 2026 is a Tuesday");
        weekday.claim.label.message = Some(Message::verbatim("a Tuesday"));
        let findings = [fixture::finding(&mut sources), weekday];
        insta::assert_snapshot!(report(&findings, &sources, PLAIN), @r"
            error[funding-amount]

              × Orée Énergie: funding amount is 350 M EUR here, but 500 M EUR in articles/oree.md
               ╭─[articles/levee.md:3:109]
             3 │ … Après des mois de négociations menées à Genève puis à Lyon, la société Orée Énergie a levé
               │ 350 millions d’euros auprès de fonds européens, a-t-elle annoncé jeudi. …
               · ──────────┬─────────
               ·           ╰── 350 M EUR here
               ╰────
              ╰─▶   ☞ established by commit 1a2b3c4d of 2026-01-23 (Zoé Marchand)
                     ╭─[articles/oree.md:5:21]
                   5 │ Orée Énergie raised €500 million in its
                     ·                     ──────┬─────
                     ·                           ╰── 500 M EUR here
                   6 │ Series A, the company said.
                     ╰────

              note: both speak of the Series A
              help: correct the sentence, name the round that it speaks of, or accept the new value

            warning[wrong-weekday]

              ⚠ 3 mars 2026 is a Tuesday
               ╭─[notes/b.txt:1:19]
             1 │ Le café 東京 rouvre lundi 3 mars 2026.
               ·                     ────────┬────────
               ·                             ╰── a Tuesday
               ╰────

              help: check the calendar

            checked 2 changed articles (14 claims) against 1 203 facts in 312 articles (staged, as of 2026-01-29, judged by main)
            could not read a\u{1b}.md: not UTF-8
            not read (language: de): d.md
            the repository is shallow
            this change also alters the judge: factlint.toml, rules/seat.toml
            this change also silences findings: a.md:3
            1 error, 1 warning
            ");
    }

    #[test]
    fn three_established_sentences_are_drawn_and_the_others_counted() {
        let mut sources = Sources::new();
        let mut finding = fixture::finding(&mut sources);
        let mut pinned = finding.established[0].clone();
        pinned.introduced = None;
        finding
            .established
            .extend([pinned.clone(), pinned.clone(), pinned.clone(), pinned]);
        finding.help = Message::verbatim("");
        finding.notes.clear();
        let narrow = Style {
            width: 60,
            unicode: false,
            ..PLAIN
        };
        insta::assert_snapshot!(shown(&finding, &sources, narrow), @r"
            error[funding-amount]

              x Orée Énergie: funding amount is 350 M EUR here, but 500
              | M EUR in articles/oree.md
               ,-[articles/levee.md:3:109]
             3 | ... Après des mois de négociations menées à Genève
               | puis à Lyon, la société Orée Énergie a levé
               | 350 millions d’euros auprès de fonds européens,
               : ^^^^^^^^^^|^^^^^^^^^
               :           `-- 350 M EUR here
               | a-t-elle annoncé jeudi. ...
               `----
              |->   > established by commit 1a2b3c4d of 2026-01-23 (Zoé
              |     | Marchand)
              |      ,-[articles/oree.md:5:21]
              |    5 | Orée Énergie raised
              |      | €500 million in its
              |      : ^^^^^^|^^^^^
              |      :       `-- 500 M EUR here
              |    6 | Series A, the company said.
              |      `----
              |->   > established here
              |      ,-[articles/oree.md:5:21]
              |    5 | Orée Énergie raised
              |      | €500 million in its
              |      : ^^^^^^|^^^^^
              |      :       `-- 500 M EUR here
              |    6 | Series A, the company said.
              |      `----
              |->   > established here
              |      ,-[articles/oree.md:5:21]
              |    5 | Orée Énergie raised
              |      | €500 million in its
              |      : ^^^^^^|^^^^^
              |      :       `-- 500 M EUR here
              |    6 | Series A, the company said.
              |      `----
              `->   > and 2 more
            ");
    }

    #[test]
    fn colours_change_nothing_but_colours() {
        let mut sources = Sources::new();
        let findings = [fixture::finding(&mut sources)];
        let coloured = report(&findings, &sources, Style { color: true, ..PLAIN });
        assert!(coloured.contains("\u{1b}[31m"));
        let mut plain = String::new();
        for (at, part) in coloured.split("\u{1b}[").enumerate() {
            let text = if at == 0 {
                part
            } else {
                part.split_once('m').map_or(part, |(_, text)| text)
            };
            plain.push_str(text);
        }
        let trimmed: Vec<&str> = plain.lines().map(str::trim_end).collect();
        assert_eq!(trimmed, report(&findings, &sources, PLAIN).lines().collect::<Vec<_>>());
    }

    #[test]
    fn carets_stand_below_accents_wide_characters_and_escapes() {
        for before in [
            "e\u{301}te\u{301} ",
            "東京の記事 ",
            "😀 é ",
            "\u{1b}[31m\u{202e}",
            "a\tb\u{a0}c ",
        ] {
            let mut sources = Sources::new();
            let finding = fixture::alone(&mut sources, &format!("{before}VALUE suit."), "VALUE");
            let text = shown(&finding, &sources, PLAIN);
            assert_eq!(column(&text, "VALUE suit"), column(&text, "──┬──"), "{text}");
        }
    }

    #[test]
    fn a_long_line_is_cut_to_the_sentence_and_keeps_its_numbers() {
        let mut sources = Sources::new();
        let filler = "Une phrase sans rapport avec le sujet. ".repeat(60);
        let text = format!("Titre\n\n{filler}Orée compte 1\u{202f}200 salariés à Lyon. {filler}\n");
        let finding = fixture::alone(&mut sources, &text, "1\u{202f}200 salariés");
        let drawn = shown(&finding, &sources, PLAIN);
        assert!(drawn.contains("╭─[notes/b.txt:3:2353]\n"), "{drawn}");
        assert!(
            drawn.contains("\n 3 │ … Orée compte 1\u{202f}200 salariés à Lyon. …\n"),
            "{drawn}"
        );
    }

    #[test]
    fn of_a_long_sentence_the_rows_around_the_value_are_shown() {
        let mut sources = Sources::new();
        let words = "mot ".repeat(400);
        let finding = fixture::alone(&mut sources, &format!("{words}VALUE {words}"), "VALUE");
        let excerpt = excerpt(&finding, &sources).expect("there is text");
        let rows: Vec<&str> = excerpt.text.lines().collect();
        assert_eq!(rows.len(), ROWS_SHOWN);
        assert!(rows[0].starts_with("… mot") && rows[5].ends_with("mot …") && rows[3].contains("VALUE"));
        assert_eq!(excerpt.numbers, ["1", " ", " ", " ", " ", " "]);
    }

    #[test]
    fn a_value_may_go_on_in_the_next_line() {
        let mut sources = Sources::new();
        let finding = fixture::alone(
            &mut sources,
            "\n\nElle a levé 40 millions\r\nd’euros en 2024.\r\n",
            "40 millions\r\nd’euros",
        );
        let text = shown(&finding, &sources, PLAIN);
        assert!(
            text.contains(
                " 3 │ Elle a levé 40 millions\n   ·             ───────────\n 4 │ d’euros en 2024.\n   · ───┬───\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn a_text_without_a_character_has_no_frame() {
        let mut sources = Sources::new();
        let finding = fixture::alone(&mut sources, "", "");
        let text = shown(&finding, &sources, PLAIN);
        assert!(
            text.starts_with("warning[wrong-weekday]\n\n  ⚠ notes/b.txt:  cannot be right\n"),
            "{text}"
        );
    }

    proptest! {
        #[test]
        fn any_span_of_any_text_is_drawn(
            text in "[a .é\u{301}東😀\u{202f}\t\r\n\u{1b}\u{202e}]{0,400}",
            value in (0usize..900, 0usize..40),
            sentence in (0usize..900, 0usize..400),
            width in 0usize..160,
        ) {
            let mut sources = Sources::new();
            let mut finding = fixture::alone(&mut sources, "", "");
            let source = sources.add(RepoPath::new("a.md"), text.clone());
            let place = |(start, length): (usize, usize)| Location { source, span: Span::new(start, start + length) };
            finding.claim.label.location = place(value);
            finding.claim.sentence = place(sentence);
            finding.established = vec![finding.claim.clone()];
            let drawn = shown(&finding, &sources, Style { width, ..PLAIN });
            prop_assert_eq!(escaped(&drawn.replace('\n', "")), drawn.replace('\n', ""));
            if let Some(excerpt) = excerpt(&finding, &sources) {
                prop_assert!(drawn.contains(&excerpt.place));
                prop_assert!(excerpt.text.lines().all(|row| width_of(row) <= 75));
            }
        }
    }
}
