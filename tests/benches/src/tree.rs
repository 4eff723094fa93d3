//! The application that every peer builds: the same routes with the same handlers.

/// The shape of a route and the arguments of its `GET`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No parameter.
    Static,
    /// `[id]`, taken with the prelude's `Path<String>`.
    Param,
    /// `[id]`, taken with `axum::extract::Path<String>`.
    AxumParam,
    /// `[...path]`, taken with the prelude's `Path<Vec<String>>`.
    Segments,
    /// `[...path]`, taken with `axum::extract::Path<String>`.
    CatchAll,
    /// `[id]`, and `MatchedPath`, which only axum's Router provides.
    MatchedPath,
    /// `[id]`, and an extractor of the application that reads `MatchedPath`.
    OwnExtractor,
}

/// Twelve static routes in twenty, five with one parameter, two catch-alls, one `MatchedPath` or an extractor around it.
const MIX: [Kind; 20] = [
    Kind::Static,
    Kind::Param,
    Kind::Static,
    Kind::CatchAll,
    Kind::Static,
    Kind::AxumParam,
    Kind::Static,
    Kind::Static,
    Kind::MatchedPath,
    Kind::Static,
    Kind::Static,
    Kind::Param,
    Kind::Static,
    Kind::Static,
    Kind::Segments,
    Kind::Static,
    Kind::AxumParam,
    Kind::Static,
    Kind::Param,
    Kind::Static,
];

/// One route of the application.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// Its number, which is also in its responses.
    pub index: usize,
    /// Its kind.
    pub kind: Kind,
}

/// Returns the first `count` routes.
pub fn routes(count: usize) -> Vec<Route> {
    MIX.into_iter()
        .cycle()
        .take(count)
        .enumerate()
        .map(|(index, kind)| match kind {
            // Every other one, so that the length of the mix does not change.
            Kind::MatchedPath if index / MIX.len() % 2 == 1 => Route {
                index,
                kind: Kind::OwnExtractor,
            },
            kind => Route { index, kind },
        })
        .collect()
}

impl Route {
    /// Returns `true` for every fourth route, which also has a `POST`.
    pub fn has_post(self) -> bool {
        self.index % 4 == 1
    }

    /// Returns the static part of its path, without the first slash.
    pub fn prefix(self) -> String {
        let Self { index, .. } = self;
        format!("area{}/section{}/item{index}", self.area(), self.section())
    }

    /// Returns its folder under `app/`.
    pub fn folder(self) -> String {
        self.prefix() + self.last_segment("", "/[id]", "/[...path]")
    }

    /// Returns its path in axum's syntax.
    pub fn axum_path(self) -> String {
        format!(
            "/{}{}",
            self.prefix(),
            self.last_segment("", "/{id}", "/{*path}")
        )
    }

    /// Returns the number of its first folder.
    pub fn area(self) -> usize {
        self.index / 100
    }

    /// Returns the number of its second folder.
    pub fn section(self) -> usize {
        self.index / 10 % 10
    }

    /// Returns its path below its section in actix-web's syntax.
    pub fn actix_path(self) -> String {
        let Self { index, .. } = self;
        format!(
            "/item{index}{}",
            self.last_segment("", "/{id}", "/{path:.*}")
        )
    }

    /// Returns a path that it matches.
    pub fn sample_path(self) -> String {
        format!(
            "/{}{}",
            self.prefix(),
            self.last_segment("", "/blue-shoes", "/guides/2026/start.md")
        )
    }

    /// Returns its name as a module.
    pub fn module(self) -> String {
        self.prefix().replace('/', "_")
    }

    fn last_segment(
        self,
        fixed: &'static str,
        one: &'static str,
        many: &'static str,
    ) -> &'static str {
        match self.kind {
            Kind::Static => fixed,
            Kind::Param | Kind::AxumParam | Kind::MatchedPath | Kind::OwnExtractor => one,
            Kind::Segments | Kind::CatchAll => many,
        }
    }
}
