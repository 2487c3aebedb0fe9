//! `factlint rules new`: a rule file to start from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::check::{ExampleResult, test_example};
use crate::cli::{CliError, Exit, tell};
use crate::document::{Parsed, Settings, parse};
use crate::extract::{SaidOf, subjects};
use crate::language::{Language, TokenKind, Tokens, singular};
use crate::rule::{Examples, RuleFile, RuleSet};
use crate::source::{RepoPath, SourceId, Sources};
use crate::value::{Value, ValueKind};

pub(super) const HELP: &str = "Examples:\n  factlint rules new depth --from \"The Harrow Lake is 60 metres deep.\"\n  factlint rules test rules/depth.toml";

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The id of the rule, in small letters with hyphens
    id: String,
    /// A sentence with a figure that the rule should read
    #[arg(long, value_name = "SENTENCE")]
    from: String,
    /// The language of the sentence; guessed where it is not told
    #[arg(long, value_name = "fr|en")]
    lang: Option<String>,
    /// Where to write the file, instead of rules/ID.toml
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let id = &arguments.id;
    if id.is_empty()
        || !id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        return Err(CliError::Usage(format!(
            "\"{id}\" cannot be a rule's id: use small letters, digits and hyphens, as in \"tower-height\""
        )));
    }
    let path = arguments
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from("rules").join(format!("{id}.toml")));
    if path.exists() {
        return Err(CliError::Usage(format!(
            "{} is there already: give another id, or another file with --output",
            path.display()
        )));
    }
    let text = begin(arguments)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let doing = format!("create {}", folder.display());
        std::fs::create_dir_all(folder).map_err(|error| CliError::Io(doing, error))?;
    }
    std::fs::write(&path, &text).map_err(|error| CliError::Io(format!("write {}", path.display()), error))?;
    tell(&format!("wrote {}", path.display()));
    tell(&judged(id, &text));
    tell(&format!(
        "next: read it, add examples, and run `factlint rules test {}`",
        path.display()
    ));
    Ok(Exit::Clean)
}

/// The rule file for a sentence.
fn begin(arguments: &Arguments) -> Result<String, CliError> {
    let sentence = arguments.from.trim();
    let language =
        match &arguments.lang {
            None => None,
            Some(tag) => Some(Language::from_tag(tag).ok_or_else(|| {
                CliError::Usage(format!("\"{tag}\" is no language that factlint reads: use fr or en"))
            })?),
        };
    let settings = Settings {
        language,
        ..Settings::default()
    };
    let path = RepoPath::new("sentence.txt");
    let source = Sources::new().add(path.clone(), sentence);
    let Parsed::Article(document) = parse(source, &path, sentence, &settings) else {
        return Err(CliError::Usage(
            "this sentence is neither French nor English; tell with --lang fr or --lang en".to_owned(),
        ));
    };
    let (rules, _) = RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &[]);
    let said = subjects(&rules.known, &document);
    let Some(figure) = said
        .iter()
        .find(|said| said.value.kind() != ValueKind::Date)
        .or(said.first())
    else {
        return Err(CliError::Usage(
            "this sentence holds no figure, date or sum that a rule could read".to_owned(),
        ));
    };
    Ok(file(&arguments.id, sentence, document.language, figure))
}

fn file(id: &str, sentence: &str, language: Language, figure: &SaidOf) -> String {
    let words = sentence.get(figure.span.start..figure.span.end).unwrap_or_default();
    let code = language.code();
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut text = String::new();
    let _ = writeln!(text, "id = {}", quoted(id));
    let _ = writeln!(text, "summary = {}", quoted(&format!("The {}", id.replace('-', " "))));
    let _ = writeln!(
        text,
        "why = \"Two figures for one thing mean that one of them is wrong.\""
    );
    if let Some((subject, _)) = &figure.subject {
        let kind = subject.kind.as_str();
        let kind = if kind == "unknown" { "any" } else { kind };
        let _ = writeln!(text, "subject = {}", quoted(kind));
    }
    let _ = writeln!(text, "value = {}", quoted(figure.value.kind().as_str()));
    match &figure.value {
        Value::Quantity(_, unit) => {
            let _ = writeln!(text, "unit = {}", quoted(unit.dimension.as_str()));
        }
        Value::Count(_, nouns) => {
            let noun = nouns.first().map(|noun| singular(noun)).unwrap_or_default();
            let _ = writeln!(text, "nouns.{code} = [{}]", quoted(&noun));
        }
        _ => {}
    }
    let _ = writeln!(text, "tolerance = \"1%\"");
    if let Some(trigger) = trigger(sentence, language, figure) {
        let _ = writeln!(text, "triggers.{code} = [{}]", quoted(&trigger));
    }
    let other = sentence.replacen(words, &another(words), 1);
    let example = |text: &mut String, change: &str, verdict: &str| {
        let _ = writeln!(
            text,
            "\n[[example]]\nestablished = {}\nchange = {}\nverdict = {}",
            quoted(sentence),
            quoted(change),
            quoted(verdict)
        );
    };
    if other != sentence {
        example(&mut text, &other, "contradiction");
    }
    example(&mut text, sentence, "consistent");
    text
}

/// The word nearest to the figure that says something: "deep", "profondeur".
fn trigger(sentence: &str, language: Language, figure: &SaidOf) -> Option<String> {
    let tables = language.tables();
    let tokens = Tokens::new(sentence);
    let (start, end) = (figure.span.start, figure.span.end);
    (0..tokens.len())
        .filter(|at| {
            let range = tokens.range(*at);
            let word = tokens.folded(*at);
            tokens.is(*at, TokenKind::Word)
                && (range.end <= start || range.start >= end)
                && !tokens.is_capitalised(*at)
                && word.len() > 2
                && !tables.function_words.contains(word)
                && !tables.prepositions.contains(word)
                && !tables.pronouns.articles.contains(word)
                && !tables.grammar.is_auxiliary(tokens.text(*at))
        })
        .min_by_key(|at| {
            let range = tokens.range(*at);
            if range.end <= start {
                start - range.end
            } else {
                range.start - end
            }
        })
        .map(|at| tokens.text(at).to_lowercase())
}

/// The words of a figure with another number: its first digit counts up by one.
fn another(words: &str) -> String {
    let mut changed = false;
    words
        .chars()
        .map(|character| match character.to_digit(10) {
            Some(digit) if !changed => {
                changed = true;
                char::from_digit(digit % 9 + 1, 10).unwrap_or(character)
            }
            _ => character,
        })
        .collect()
}

/// What the examples of the new file give.
fn judged(id: &str, text: &str) -> String {
    let file = RuleFile {
        id,
        source: SourceId::BUILT_IN,
        text,
    };
    let (rules, mistakes) = RuleSet::load(&[file], Examples::Keep, &BTreeMap::new(), &[]);
    if let Some(mistake) = mistakes.first() {
        return format!("to mend: {} ({})", mistake.message, mistake.help);
    }
    let Some(rule) = rules.get(id) else {
        return "the rule is turned off".to_owned();
    };
    let passed = rule
        .examples
        .iter()
        .filter(|example| test_example(&rules, rule, example) == ExampleResult::Passed)
        .count();
    let all = rule.examples.len();
    if passed == all {
        format!("its {all} examples pass")
    } else {
        format!(
            "{passed} of its {all} examples pass: change the trigger or the subject, and see `factlint extract --trace`"
        )
    }
}
