//! The configuration that `factlint init` writes, with every key.

/// What a look at the repository found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Folders of drafts.
    pub drafts: Vec<String>,
    /// Folders of archives.
    pub archives: Vec<String>,
}

/// A commented configuration for a repository that holds such folders.
pub fn template(found: &Found) -> String {
    let globs = |folders: &[String]| {
        let list: Vec<String> = folders
            .iter()
            .map(|folder| toml_edit::value(format!("{folder}/**")).to_string().trim().to_owned())
            .collect();
        list.join(", ")
    };
    let exclude = match found.drafts.as_slice() {
        [] => "# exclude = [\"drafts/**\"]".to_owned(),
        drafts => format!("exclude = [{}]", globs(drafts)),
    };
    let overrides = match found.archives.as_slice() {
        [] => "# [[overrides]]\n# paths = [\"archive/**\"]\n# establishes = false".to_owned(),
        archives => format!("[[overrides]]\npaths = [{}]\nestablishes = false", globs(archives)),
    };
    include_str!("template.in")
        .replace("{exclude}", &exclude)
        .replace("{overrides}", &overrides)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::raw::{KEYS, read_config};
    use crate::source::SourceId;

    fn read(text: &str) -> Vec<String> {
        let (_, mistakes) = read_config(SourceId::BUILT_IN, text, "0.1.0");
        mistakes.iter().map(|mistake| mistake.message.to_string()).collect()
    }

    #[test]
    fn the_template_can_be_read_with_and_without_its_signs() {
        let found = Found {
            drafts: vec!["drafts".into(), "blog/\"odd\"".into()],
            archives: vec!["archive".into()],
        };
        for text in [template(&Found::default()), template(&found)] {
            assert_eq!(read(&text), Vec::<String>::new(), "{text}");
            let is_key = |line: &str| line.starts_with("# [") || line.starts_with('#') && line.contains(" = ");
            let open: String = text
                .lines()
                .filter(|line| !line.starts_with("#:schema"))
                .map(|line| match is_key(line) {
                    true => format!("{}\n", line.trim_start_matches("# ")),
                    false => format!("{line}\n"),
                })
                .collect();
            assert_eq!(read(&open), Vec::<String>::new(), "{open}");
        }
    }

    #[test]
    fn the_template_names_every_key() {
        let text = template(&Found::default());
        for key in KEYS {
            let named = [format!("# {key} = "), format!("# [{key}"), format!("# [[{key}]]")];
            assert!(named.iter().any(|form| text.contains(form.as_str())), "{key}");
        }
    }
}
