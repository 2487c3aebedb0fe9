//! What holds for any text in any format.

use proptest::prelude::*;

use super::*;
use crate::source::Sources;

/// Pieces of every markup, whole and broken.
const PIECES: [&str; 92] = [
    "Orvane",
    "Élan",
    "340",
    "12 M€",
    "2024",
    "12 mars 2025",
    "Effectif",
    "Siège : Lyon",
    "Founded: 1998",
    "a",
    "é",
    "𝄞",
    "\u{feff}",
    "\u{200f}שלום",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "---",
    "+++",
    "---\n",
    "title: x\n",
    "date: 2025-03-04\n",
    "a: b: c\n",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "{{Infobox\n| nom = A\n",
    "[[",
    "]]",
    "[[a|b]]",
    "{|",
    "|}",
    "|-",
    "| a || b\n",
    "! c\n",
    "|",
    "||",
    "|===\n",
    "| a | b |\n|---|---|\n",
    "| Lyon | 12 |\n",
    "+--+--+\n",
    "==  ==\n",
    "====",
    "# ",
    "== ",
    "* ",
    "** ",
    "- ",
    "1. ",
    "> ",
    ">>>>",
    "```\n",
    "`",
    "**",
    "*",
    "_",
    "~~",
    "<!--",
    "-->",
    "<p>",
    "</p>",
    "<table><tr><td>",
    "<th>",
    "</table>",
    "<script>",
    "<b",
    "&eacute;",
    "&nbsp;",
    "&",
    ".. note::\n",
    ".. code::\n\n",
    "::\n",
    ":a: b\n",
    ".. ",
    "#+BEGIN_SRC\n",
    "#+END_SRC\n",
    "#+TITLE: ",
    ":PROPERTIES:\n",
    "----\n",
    "////\n",
    "[source]\n",
    "a:: b\n",
    "import x\n",
    "<ref>",
];

/// Every span and every range of a document lies inside the bytes it came from, on characters.
fn assert_sound(format: Format, text: &str, data: Option<DataColumns>) -> Result<(), TestCaseError> {
    let extension = if data.is_some() { "json" } else { format.extensions()[0] };
    let path = RepoPath::new(format!("a.{extension}"));
    let source = Sources::new().add(path.clone(), text);
    let settings = Settings {
        language: Some(Language::French),
        data,
        ..Settings::default()
    };
    let Parsed::Article(document) = parse(source, &path, text, &settings) else {
        return Ok(());
    };
    let fits = |span: Span| text.get(span.start..span.end).is_some();
    for sentence in &document.sentences {
        prop_assert!(
            document.prose.get(sentence.range.clone()).is_some(),
            "{format:?} {text:?}"
        );
        prop_assert!(fits(document.span(sentence.range.clone())), "{format:?} {text:?}");
        prop_assert!(
            sentence
                .heading
                .is_none_or(|heading| heading < document.sentences.len())
        );
        if let Some(entry) = &sentence.entry {
            for range in [&entry.row, &entry.key, &entry.value] {
                prop_assert!(range.start >= sentence.range.start && range.end <= sentence.range.end);
                prop_assert!(document.prose.get((*range).clone()).is_some(), "{format:?} {text:?}");
                prop_assert!(fits(document.span((*range).clone())), "{format:?} {text:?}");
            }
        }
    }
    for (span, _) in &document.skipped {
        prop_assert!(fits(*span), "{format:?} {text:?}");
    }
    for directive in &document.directives {
        prop_assert!(fits(directive.span), "{format:?} {text:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn spans_lie_inside_the_bytes_in_every_format(picks in prop::collection::vec(0..PIECES.len(), 0..40)) {
        let text: String = picks.iter().map(|at| PIECES[*at]).collect();
        for format in Format::ALL {
            assert_sound(format, &text, None)?;
        }
    }

    #[test]
    fn spans_lie_inside_any_text(text in any::<String>()) {
        for format in Format::ALL {
            assert_sound(format, &text, None)?;
        }
    }

    #[test]
    fn spans_lie_inside_data(picks in prop::collection::vec(0..DATA.len(), 0..30)) {
        let text: String = picks.iter().map(|at| DATA[*at]).collect();
        let columns = DataColumns { entity: "nom".to_owned(), ..DataColumns::default() };
        assert_sound(Format::Plain, &text, Some(columns))?;
    }
}

const DATA: [&str; 22] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    "nom",
    "\"nom\": ",
    "\"Élan\"",
    ", ",
    ": ",
    "\n",
    "- ",
    "  ",
    "340",
    "'",
    "\\u00e9",
    "#",
    "|",
    ">",
    "&a ",
    "*a",
    "é𝄞",
];

/// One sign of markup, opened or begun again and again.
#[test]
fn spans_lie_inside_long_repetitions() {
    for piece in [
        "<ref>", "{{\n", "{|\n|}\n", "> ", "[", "| a ", "- a\n", "a: b\n", "<b>", "*", "`", "..\n", "----\n", "word ",
        "<!-- ",
    ] {
        let text = piece.repeat(60_000 / piece.len());
        for format in Format::ALL {
            assert!(assert_sound(format, &text, None).is_ok(), "{piece:?}");
        }
    }
}
