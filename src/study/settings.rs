//! What can be set in a study, with the reason for each default.

use serde::{Deserialize, Serialize};

use super::naming_model::NamingModel;
use crate::cluster::Method;
use crate::themes::{Detail, ThemeLimits};
use crate::vectorize::VectorSource;

/// The settings of a study, in `motif.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What reports are headed with.
    pub title: String,
    /// Words of your own that carry no topic, such as the product's name.
    pub stop_words: Vec<String>,
    /// Whether interviewers' questions may make themes.
    pub interviewers: bool,
    /// How many people must voice a theme before it is one.
    pub min_size: usize,
    /// How many themes; 0 chooses.
    pub themes: usize,
    /// How finely themes are shown.
    pub grain: Detail,
    /// How clusters are found.
    pub method: Method,
    /// Where meaning comes from: `builtin`, `lsa` or a directory.
    pub vectors: VectorSource,
    /// Which language model on this machine words names; none where nobody
    /// asked for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub naming: Option<NamingModel>,
    /// The name of the study's folder, which tells what is exported from it from
    /// another study's; not in the file.
    #[serde(skip)]
    pub folder: String,
    /// The open question whose answers are looked at; all where none is named.
    /// Asked anew each time, not in the file.
    #[serde(skip)]
    pub question: Option<String>,
    /// What groups must hold to be themes; for trials, not in the file.
    #[serde(skip)]
    pub limits: ThemeLimits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            title: String::new(),
            stop_words: Vec::new(),
            interviewers: false,
            min_size: 3,
            themes: 0,
            grain: Detail::Default,
            method: Method::Communities,
            vectors: VectorSource::Builtin,
            naming: None,
            folder: String::new(),
            question: None,
            limits: ThemeLimits::default(),
        }
    }
}

impl Settings {
    /// Returns whether other settings find the same themes in the same corpus.
    pub fn mines_like(&self, other: &Self) -> bool {
        let mined = |settings: &Self| Self {
            title: String::new(),
            folder: String::new(),
            grain: Detail::Default,
            naming: None,
            ..settings.clone()
        };
        mined(self) == mined(other)
    }

    /// Returns what the study is called: its title, else its folder's name.
    pub fn name(&self) -> &str {
        if self.title.is_empty() {
            &self.folder
        } else {
            &self.title
        }
    }

    /// What `motif init` writes.
    pub const TEMPLATE: &'static str = r#"# Settings of this study. Every line may go: what is left out has the value shown.

# What reports are headed with; empty: the names of the files.
title = ""

# Words of your own that carry no topic, such as the name of your product.
stop_words = []

# Whether what interviewers ask may make themes. Off, because a question about
# price would otherwise count as a customer speaking of it.
interviewers = false

# How many people must voice a theme before it is one. Three, because two may be
# colleagues on one phone call.
min_size = 3

# How many themes; 0 lets motif choose by how the comments fall apart.
themes = 0

# How finely themes are shown: `broad`, `default` or `fine`.
grain = "default"

# How clusters are found: `communities` of a neighbour graph, or, for those who
# ask, `kmeans`, `gmm`, `dbscan` or `optics`. None of these did better on the
# whole, and the last two leave much without a theme.
method = "communities"

# Where meaning comes from: `builtin`, the vectors inside motif (English), `lsa`,
# this corpus alone, or a folder with vectors of your own (`motif distill`).
vectors = "builtin"

# Names worded by a language model on this machine, through any server that
# speaks OpenAI's protocol; off unless both lines are there. What people said
# goes to no other machine.
# [naming]
# endpoint = "http://127.0.0.1:11434/v1"
# model = "llama3.2"
"#;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_says_the_defaults() {
        assert_eq!(
            toml::from_str::<Settings>(Settings::TEMPLATE).unwrap(),
            Settings::default()
        );
    }
}
