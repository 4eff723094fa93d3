//! The fenced blocks of the README.

use std::sync::LazyLock;

use router_tests::fixture::workspace;

/// The text of the README.
pub(crate) static README: LazyLock<String> =
    LazyLock::new(|| std::fs::read_to_string(workspace().join("README.md")).unwrap());

/// One fenced block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    pub(crate) language: &'static str,
    pub(crate) text: &'static str,
}

impl Block {
    /// The file that it shows, named by the comment on its first line.
    pub(crate) fn file(self) -> &'static str {
        let first = self.text.lines().next().unwrap_or_default();
        let file = first
            .strip_prefix("// ")
            .or_else(|| first.strip_prefix("# "));
        file.unwrap_or_else(|| panic!("this block has no comment with its file:\n{}", self.text))
    }
}

/// All blocks, in order.
pub(crate) fn all() -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rest = README.as_str();
    while let Some((_, after)) = rest.split_once("\n```") {
        let (language, after) = after.split_once('\n').unwrap();
        let (text, after) = after.split_once("\n```").unwrap();
        blocks.push(Block { language, text });
        rest = after;
    }
    blocks
}

/// Mistakes, as files to add, with the compiler's messages.
pub(crate) fn mistakes() -> Vec<(Vec<Block>, &'static str)> {
    let mut mistakes = Vec::new();
    let mut files = Vec::new();
    for block in all() {
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
