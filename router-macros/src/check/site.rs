//! The file under check, and its context.

use crate::{
    diagnostics::{Code, Place, Problem},
    location::Position,
    route_file::Other,
    signature::{Mistake, Scope, State},
    tree::{RouteTree, RoutedFile},
};

/// The start of a file, for mistakes of a whole file.
pub(super) const START: Position = Position { line: 1, column: 1 };

/// The application under check.
#[derive(Clone, Copy)]
pub(super) struct Context<'t> {
    /// The app folder as the user wrote it.
    pub(super) shown_as: &'t str,
    pub(super) state: Option<&'t State>,
    pub(super) tree: &'t RouteTree,
}

/// One file under check.
#[derive(Clone, Copy)]
pub(super) struct Site<'t> {
    pub(super) context: Context<'t>,
    pub(super) file: &'t RoutedFile,
    pub(super) pattern: &'t str,
    /// The path of the `Params` of its folder; empty if it has none, or if it is not known.
    pub(super) params: &'t str,
}

impl<'t> Context<'t> {
    pub(super) fn site(self, file: &'t RoutedFile, pattern: &'t str) -> Site<'t> {
        Site {
            context: self,
            file,
            pattern,
            params: "",
        }
    }

    /// A path below the app folder, as the user would type it.
    pub(super) fn shown(&self, path: &str) -> String {
        format!("{}/{path}", self.shown_as)
    }

    pub(super) fn place(&self, file: &RoutedFile, at: Position) -> Place {
        Place {
            file: self.shown(&file.path),
            at: Some(at),
        }
    }

    /// The first handler of a file, else its start.
    pub(super) fn first_place(&self, file: &RoutedFile) -> Place {
        if file.is_asset() {
            return Place::whole(self.shown(&file.path));
        }
        let handler = file.exports.handlers.first();
        self.place(file, handler.map_or(START, |handler| handler.at))
    }

    /// The folder of a file without a slash at the end, as the user would type it.
    pub(super) fn folder(&self, file: &RoutedFile) -> String {
        let folder = self.shown(file.folder());
        folder.trim_end_matches('/').to_owned()
    }

    /// The folder that adds the segment at `index` to a file's URL, as the user would type it.
    pub(super) fn folder_of(&self, file: &RoutedFile, index: usize) -> String {
        self.shown(file.folder_of(index))
    }
}

impl Site<'_> {
    pub(super) fn place(&self, at: Position) -> Place {
        self.context.place(self.file, at)
    }

    /// A mistake at one position of the file.
    pub(super) fn problem(
        &self,
        code: Code,
        at: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        Problem::new(code, message, help).at([self.place(at)])
    }

    /// A function that the router would call if it were `pub`; `declaration` holds the keywords before its name.
    pub(super) fn not_public(&self, other: &Other, declaration: &str) -> Problem {
        let name = &other.name;
        self.problem(
            Code::NotPublic,
            other.at,
            format!("`{name}` is not `pub`, so the router cannot call it"),
            format!("write `pub {declaration} {name}`"),
        )
    }

    /// A public item whose name is close to `right`; `found` is the sentence after its name.
    pub(super) fn misspelled(
        &self,
        code: Code,
        other: &Other,
        found: &str,
        right: &str,
    ) -> Problem {
        self.problem(
            code,
            other.at,
            format!("`{}` {found}; did you mean `{right}`?", other.name),
            format!("rename it to `{right}`, or remove its `pub` if it is a helper"),
        )
    }

    /// A public function of another kind of file.
    pub(super) fn no_effect(&self, other: &Other, help: impl Into<String>) -> Problem {
        let message = format!("`{}` has no effect in `{}`", other.name, self.file.name());
        self.problem(Code::WrongFile, other.at, message, help)
    }

    /// A mistake in the signature of a function.
    pub(super) fn mistake(&self, mistake: Mistake) -> Problem {
        let problem = self.problem(mistake.code, mistake.at, mistake.message, mistake.help);
        problem.at(mistake.declared_at.map(|at| self.place(at)))
    }

    /// The scope in which types of the file are judged.
    pub(super) fn scope(&self) -> Scope<'_> {
        Scope {
            exports: &self.file.exports,
            state: self.context.state,
            params: self.params,
            has_parameters: !self.file.parameters().is_empty(),
            folder: self.context.shown_as,
        }
    }
}
