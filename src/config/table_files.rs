//! Files that hold tables of one kind, in the usual folder or where the configuration says.

/// Which files hold tables of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableFiles {
    /// Those of a folder; a file there that holds no such table belongs to somebody else.
    Usual {
        /// The glob of the folder.
        glob: &'static str,
        /// How each table begins.
        table: &'static str,
    },
    /// Those that the configuration names.
    Named(Vec<String>),
}

impl TableFiles {
    /// Where entities are, if nobody says otherwise.
    pub const ENTITIES: Self = Self::Usual {
        glob: "entities/*.toml",
        table: "[[entity]]",
    };

    /// Where pinned facts are, if nobody says otherwise.
    pub const FACTS: Self = Self::Usual {
        glob: "facts/*.toml",
        table: "[[fact]]",
    };

    /// The globs of the files.
    pub fn globs(&self) -> Vec<String> {
        match self {
            Self::Usual { glob, .. } => vec![(*glob).to_owned()],
            Self::Named(globs) => globs.clone(),
        }
    }

    /// Whether a file is read: one that nobody named only where it holds such a table.
    pub fn reads(&self, text: &str) -> bool {
        match self {
            Self::Named(_) => true,
            Self::Usual { table, .. } => text.lines().any(|line| line.trim_start().starts_with(table)),
        }
    }
}
