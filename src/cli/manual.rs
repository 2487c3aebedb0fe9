//! `factlint completions` and `factlint man`: what shells and manuals show, from the definition of the commands.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::CommandFactory;
use clap_complete::Shell;

use super::{CliError, Exit, print, tell};
use crate::config::{config_schema, settings};
use crate::diagnostic::code;
use crate::report::Format;
use crate::rule::{Examples, RuleSet};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint completions bash > ~/.local/share/bash-completion/completions/factlint\n  factlint completions zsh > ~/.zfunc/_factlint\n  factlint completions fish > ~/.config/fish/completions/factlint.fish"
)]
pub(super) struct CompletionArguments {
    /// For which shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  factlint man | man -l -\n  factlint man --out ~/.local/share/man/man1")]
pub(super) struct ManArguments {
    /// Write one page for each command into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Print the reference of the documentation: commands, formats, codes, rules and settings
    #[arg(long, hide = true)]
    reference: bool,
}

pub(super) fn completions(arguments: &CompletionArguments) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut super::Arguments::command(),
        "factlint",
        &mut script,
    );
    print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}

pub(super) fn man(arguments: &ManArguments) -> Result<Exit, CliError> {
    if arguments.reference {
        print(&reference())?;
        return Ok(Exit::Clean);
    }
    let command = super::Arguments::command();
    let Some(folder) = &arguments.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command)
            .render(&mut page)
            .map_err(|error| CliError::Io("write the manual page".to_owned(), error))?;
        print(&String::from_utf8_lossy(&page))?;
        return Ok(Exit::Clean);
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(|error| CliError::Io(format!("write into {}", folder.display()), error))?;
    tell(&format!("the manual pages are in {}", folder.display()));
    Ok(Exit::Clean)
}

/// Everything that has a name, in Markdown.
fn reference() -> String {
    let mut out = String::from(
        "# Reference\n\nMade by the program itself.\n\n## Formats\n\n| format | what it is |\n|---|---|\n",
    );
    for format in Format::ALL {
        let _ = writeln!(out, "| `{}` | {} |", format.as_str(), format.summary());
    }
    out.push_str("\n## Settings\n\nKeys of `factlint.toml`, and what holds without them.\n\n| key | what it says | default |\n|---|---|---|\n");
    let schema = config_schema();
    for setting in settings("") {
        let about = schema["properties"][setting.key]["description"]
            .as_str()
            .unwrap_or_default();
        let about = about.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(out, "| `{}` | {about} | {} |", setting.key, shown(&setting.value));
    }
    out.push_str("\n## Codes\n\nFindings that no rule file defines; all of them can be ignored by name.\n\n| code | what it tells |\n|---|---|\n");
    for name in code::ALL {
        let _ = writeln!(out, "| `{name}` | {} |", code::about(name));
    }
    out.push_str("\n## Rules\n\nThe built-in rules. `factlint explain RULE` tells why each is there, with examples.\n\n| rule | in English | in French | what it compares |\n|---|---|---|---|\n");
    let (rules, _) = RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &[]);
    for rule in rules.rules() {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            rule.id, rule.name.english, rule.name.french, rule.summary
        );
    }
    out.push_str("\n## Commands\n\n");
    let options = clap_markdown::MarkdownOptions::new()
        .show_footer(false)
        .show_table_of_contents(false)
        .title("factlint".to_owned());
    let commands = clap_markdown::help_markdown_command_custom(&super::Arguments::command(), &options);
    write_commands(&mut out, &commands);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// The commands as sections of this page; examples, which come as indented lines, as code.
fn write_commands(out: &mut String, commands: &str) {
    let sections = commands.lines().skip_while(|line| !line.starts_with("## "));
    let mut was_code = false;
    for line in sections.map(str::trim_end) {
        let is_code = line.starts_with("  ") && !line.trim_start().starts_with(['*', '-']);
        if is_code != was_code && !line.is_empty() {
            out.push('\n');
        }
        let heading = line.trim_start_matches('#');
        let _ = match line.len() - heading.len() {
            0 if is_code => writeln!(out, "  {line}"),
            0 => writeln!(out, "{line}"),
            2 => writeln!(out, "###{heading}"),
            _ => writeln!(out, "####{heading}"),
        };
        was_code = is_code;
    }
}

fn shown(value: &str) -> String {
    match value.starts_with(['"', '[']) {
        true => format!("`{value}`"),
        false => value.to_owned(),
    }
}
