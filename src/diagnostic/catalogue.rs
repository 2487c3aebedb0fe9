//! Messages in the languages of those who read reports. The words stand in `catalogue/*.ftl`
//! (Project Fluent); nothing of them is read before the first message is told.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::message::{Argument, Message};
use crate::source::{Location, Sources};

/// A language in which factlint speaks to people; that of an article is another matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tongue {
    /// English.
    #[default]
    English,
    /// French.
    French,
}

impl Tongue {
    /// All of them.
    pub const ALL: [Tongue; 2] = [Tongue::English, Tongue::French];

    /// The code of ISO 639-1.
    pub fn as_str(self) -> &'static str {
        match self {
            Tongue::English => "en",
            Tongue::French => "fr",
        }
    }

    /// The language of a locale as POSIX writes it (`fr_FR.UTF-8`); none for others, and for `C`.
    pub fn of_locale(locale: &str) -> Option<Self> {
        let language = locale.split(['_', '.', '@', '-']).next()?;
        Self::ALL.into_iter().find(|tongue| tongue.as_str() == language)
    }

    fn words(self) -> &'static str {
        match self {
            Tongue::English => include_str!("catalogue/en.ftl"),
            Tongue::French => include_str!("catalogue/fr.ftl"),
        }
    }
}

/// The longest words of an article that are quoted in a message, in characters.
const LONGEST_QUOTED: usize = 60;

type Bundle = FluentBundle<FluentResource>;

fn bundle(tongue: Tongue) -> &'static Bundle {
    static ENGLISH: OnceLock<Bundle> = OnceLock::new();
    static FRENCH: OnceLock<Bundle> = OnceLock::new();
    let place = match tongue {
        Tongue::English => &ENGLISH,
        Tongue::French => &FRENCH,
    };
    place.get_or_init(|| {
        let language: Option<LanguageIdentifier> = tongue.as_str().parse().ok();
        let mut bundle = Bundle::new_concurrent(language.into_iter().collect());
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(grouped(&number.as_string())),
            _ => None,
        }));
        // A test parses both whole.
        let resource = FluentResource::try_new(tongue.words().to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
        bundle
    })
}

/// Digits in groups of three, with plain spaces between them.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// Whether there is a message of this name.
pub(super) fn has(id: &str) -> bool {
    bundle(Tongue::English).has_message(id)
}

/// A message in a language. Of what no catalogue has, its name is told, so that nothing is lost.
pub(super) fn told(message: &Message, tongue: Tongue, sources: Option<&Sources>) -> String {
    let bundle = bundle(tongue);
    let mut arguments = FluentArgs::new();
    for (place, argument) in message.arguments() {
        arguments.set(*place, filling(argument, tongue, sources));
    }
    let pattern = bundle.get_message(message.id()).and_then(|entry| entry.value());
    match pattern {
        Some(pattern) => {
            let mut missing = Vec::new();
            let text = bundle
                .format_pattern(pattern, Some(&arguments), &mut missing)
                .into_owned();
            debug_assert!(missing.is_empty(), "{}: {missing:?}", message.id());
            text
        }
        None => {
            debug_assert!(false, "{}: no catalogue has it", message.id());
            message.id().to_owned()
        }
    }
}

fn filling<'v>(argument: &Argument, tongue: Tongue, sources: Option<&Sources>) -> FluentValue<'v> {
    let text = match argument {
        Argument::Count(count) => return FluentValue::from(*count),
        Argument::Text(text) => text.clone(),
        Argument::Value { canonical, stated } => match (tongue, stated, sources) {
            (Tongue::French, Some(stated), Some(sources)) => quoted(*stated, sources, canonical),
            _ => canonical.clone(),
        },
        Argument::Name { english, french } => match tongue {
            Tongue::English => english.clone(),
            Tongue::French => french.clone(),
        },
        Argument::Message(message) => told(message, tongue, sources),
        Argument::Messages(messages) => {
            let separator = match tongue {
                Tongue::English => "; ",
                Tongue::French => "\u{202f}; ",
            };
            let all: Vec<String> = messages.iter().map(|message| told(message, tongue, sources)).collect();
            all.join(separator)
        }
    };
    FluentValue::from(text)
}

/// The words of an article between French quotation marks; what is too long to quote is told in its
/// canonical form.
fn quoted(stated: Location, sources: &Sources, canonical: &str) -> String {
    let text = sources.get(stated.source).text();
    let words = text.get(stated.span.start..stated.span.end).unwrap_or_default();
    let words: Vec<&str> = words.split_whitespace().collect();
    let words = words.join(" ");
    if words.is_empty() || words.chars().count() > LONGEST_QUOTED {
        return canonical.to_owned();
    }
    format!("«\u{a0}{words}\u{a0}»")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use fluent_syntax::ast;

    use super::*;

    /// The places of each message.
    fn messages(tongue: Tongue) -> BTreeMap<String, BTreeSet<String>> {
        struct Places(BTreeSet<String>);
        impl Places {
            fn inline(&mut self, expression: &ast::InlineExpression<&str>) {
                match expression {
                    ast::InlineExpression::VariableReference { id } => {
                        self.0.insert(id.name.to_owned());
                    }
                    ast::InlineExpression::Placeable { expression } => self.expression(expression),
                    _ => {}
                }
            }
            fn expression(&mut self, expression: &ast::Expression<&str>) {
                match expression {
                    ast::Expression::Inline(inline) => self.inline(inline),
                    ast::Expression::Select { selector, variants } => {
                        self.inline(selector);
                        for variant in variants {
                            self.pattern(&variant.value);
                        }
                    }
                }
            }
            fn pattern(&mut self, pattern: &ast::Pattern<&str>) {
                for element in &pattern.elements {
                    if let ast::PatternElement::Placeable { expression } = element {
                        self.expression(expression);
                    }
                }
            }
        }
        let resource = fluent_syntax::parser::parse(tongue.words()).expect("the catalogue is Fluent");
        let mut found = BTreeMap::new();
        for entry in &resource.body {
            if let ast::Entry::Message(message) = entry {
                let mut places = Places(BTreeSet::new());
                let pattern = message.value.as_ref().expect("a message has words");
                places.pattern(pattern);
                let again = found.insert(message.id.name.to_owned(), places.0);
                assert!(again.is_none(), "{}: twice in {}", message.id.name, tongue.as_str());
            }
        }
        found
    }

    #[test]
    fn both_languages_have_all_messages_with_the_same_places() {
        let (english, french) = (messages(Tongue::English), messages(Tongue::French));
        assert!(english.len() > 50, "the messages are gone");
        assert_eq!(english, french);
    }

    /// Every name that a source makes a message of is in the catalogue, and the other way round.
    #[test]
    fn the_catalogue_holds_what_the_program_says_and_nothing_else() {
        let mut sources = String::new();
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    sources.push_str(&std::fs::read_to_string(path).expect("a source"));
                }
            }
        }
        let said = |id: &str| sources.contains(&format!("\"{id}\"")) || sources.contains(&format!("\"{id} "));
        let unused: Vec<String> = messages(Tongue::English).into_keys().filter(|id| !said(id)).collect();
        assert!(unused.is_empty(), "no source says {unused:?}");
        let known = messages(Tongue::English);
        let begins = ["Message", "::new(\""].concat();
        for found in sources.split(begins.as_str()).skip(1) {
            let id = found.split('"').next().unwrap_or_default();
            assert!(known.contains_key(id), "{id}: no catalogue has it");
        }
    }

    #[test]
    fn numbers_are_grouped_and_decide_the_plural() {
        let of = |count: usize, tongue| Message::new("count-facts").with("count", count).told_plainly(tongue);
        assert_eq!(of(1, Tongue::English), "1 fact");
        assert_eq!(of(1203, Tongue::English), "1 203 facts");
        assert_eq!(of(0, Tongue::French), "0 fait");
        assert_eq!(of(1_234_567, Tongue::French), "1 234 567 faits");
    }

    #[test]
    fn locales_name_their_language() {
        assert_eq!(Tongue::of_locale("fr_CA.UTF-8"), Some(Tongue::French));
        assert_eq!(Tongue::of_locale("en-GB"), Some(Tongue::English));
        assert_eq!(Tongue::of_locale("C.UTF-8"), None);
        assert_eq!(Tongue::of_locale("de_DE"), None);
    }

    #[test]
    fn a_reason_that_no_catalogue_has_is_told_as_it_is() {
        assert_eq!(
            Message::of_reason("it is nested too deep").to_string(),
            "it is nested too deep"
        );
        assert!(Message::of_reason("unread-not-utf8 12").to_string().contains("12"));
    }
}
