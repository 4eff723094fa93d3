//! Pages and their fenced blocks.

use router_tests::fixture::workspace;
use std::{ffi::OsStr, fs, sync::LazyLock};

/// The folder of the chapters.
pub(crate) const CHAPTERS: &str = "router-runtime/src/docs/guide";

/// A page of the documentation: the README, or a chapter of the guide.
#[derive(Debug)]
pub(crate) struct Page {
    /// The name of its file without the extension.
    pub(crate) name: String,
    /// The path of its file in the workspace.
    pub(crate) file: String,
    pub(crate) text: String,
}

/// One fenced block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    pub(crate) language: &'static str,
    pub(crate) text: &'static str,
}

static ALL: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let mut files = vec!["README.md".to_owned()];
    for entry in fs::read_dir(workspace().join(CHAPTERS)).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if file != "links.txt" {
            files.push(format!("{CHAPTERS}/{file}"));
        }
    }
    files.sort();
    files.into_iter().map(read).collect()
});

fn read(file: String) -> Page {
    let path = workspace().join(&file);
    assert_eq!(path.extension(), Some(OsStr::new("md")), "{file}");
    let name = path.file_stem().unwrap().to_str().unwrap();
    // The front page of the guide is also called README.
    let name = if file.ends_with("guide/README.md") {
        "guide"
    } else {
        name
    };
    Page {
        name: name.to_lowercase(),
        text: fs::read_to_string(&path).unwrap(),
        file,
    }
}

/// All pages, by path.
pub(crate) fn all() -> &'static [Page] {
    &ALL
}

/// The page with this name.
pub(crate) fn page(name: &str) -> &'static Page {
    let found = all().iter().find(|page| page.name == name);
    found.unwrap_or_else(|| panic!("there is no page {name}"))
}

impl Page {
    /// All blocks, in order.
    pub(crate) fn blocks(&'static self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut rest = self.text.as_str();
        while let Some((_, after)) = rest.split_once("\n```") {
            let (language, after) = after.split_once('\n').unwrap();
            let (text, after) = after.split_once("\n```").unwrap();
            blocks.push(Block { language, text });
            rest = after;
        }
        blocks
    }

    /// The blocks that are files of the application.
    pub(crate) fn files(&'static self) -> impl Iterator<Item = Block> {
        let blocks = self.blocks().into_iter();
        blocks.filter(|it| matches!(it.language, "rust" | "toml" | "html" | "js" | "sql"))
    }

    /// Mistakes: the files to add to the application, and the compiler's message.
    pub(crate) fn mistakes(&'static self) -> Vec<(Vec<Block>, &'static str)> {
        let mut mistakes = Vec::new();
        let mut files = Vec::new();
        for block in self.blocks() {
            match block.language {
                "rust,compile_fail" => files.push(block),
                "text" if !files.is_empty() => {
                    mistakes.push((std::mem::take(&mut files), block.text));
                }
                _ => assert!(files.is_empty(), "no message follows {files:?}"),
            }
        }
        mistakes
    }
}

impl Block {
    /// The file that it shows, named by the comment on its first line.
    pub(crate) fn file(self) -> &'static str {
        let first = self.text.lines().next().unwrap_or_default();
        let file = ["// ", "# ", "-- ", "<!-- "]
            .iter()
            .find_map(|start| first.strip_prefix(start));
        let file = file.map(|it| it.trim_end_matches(" -->"));
        file.unwrap_or_else(|| panic!("this block has no comment with its file:\n{}", self.text))
    }
}
