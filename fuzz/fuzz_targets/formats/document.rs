//! Any bytes as a document of one format: parsed, extracted, spans in place.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use factlint::document::{Format, Parsed, Settings, parse};
use factlint::extract::extract;
use factlint::rule::{Examples, RuleSet};
use factlint::source::{RepoPath, Sources};

/// Reads `bytes` as a document of that format; every span must cut the text on characters.
pub fn read(bytes: &[u8], format: Format) {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    let rules = RULES.get_or_init(|| RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &[]).0);
    let text = String::from_utf8_lossy(bytes);
    let path = RepoPath::new(format!("article.{}", format.extensions()[0]));
    let source = Sources::new().add(path.clone(), &*text);
    let Parsed::Article(document) = parse(source, &path, &text, &Settings::default()) else {
        return;
    };
    for sentence in &document.sentences {
        let span = document.span(sentence.range.clone());
        assert!(text.get(span.start..span.end).is_some());
    }
    for claim in extract(rules, &document).claims {
        for span in [claim.evidence.value, claim.evidence.sentence] {
            assert!(text.get(span.start..span.end).is_some());
        }
    }
}
