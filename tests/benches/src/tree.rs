//! The application that every peer builds: the same routes with the same handlers.

/// What a route looks like and what its `GET` takes.
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
    /// `[id]` beside `MatchedPath`, which only axum's Router can hand out.
    MatchedPath,
    /// `[id]` beside an extractor of the application's own that reads `MatchedPath`.
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
    /// Its number, which is also in its texts.
    pub index: usize,
    /// What it looks like.
    pub kind: Kind,
}

/// The first `count` routes.
pub fn routes(count: usize) -> Vec<Route> {
    MIX.into_iter()
        .cycle()
        .take(count)
        .enumerate()
        .map(|(index, kind)| match kind {
            // Every other one, so that the length of the mix stays.
            Kind::MatchedPath if index / MIX.len() % 2 == 1 => Route {
                index,
                kind: Kind::OwnExtractor,
            },
            kind => Route { index, kind },
        })
        .collect()
}

impl Route {
    /// One route in four also answers `POST`.
    pub fn has_post(self) -> bool {
        self.index % 4 == 1
    }

    /// The static part of its path, without the first slash.
    pub fn prefix(self) -> String {
        let Self { index, .. } = self;
        format!("area{}/section{}/item{index}", self.area(), self.section())
    }

    /// Its folder under `app/`.
    pub fn folder(self) -> String {
        self.prefix() + self.last_segment("", "/[id]", "/[...path]")
    }

    /// Its path as axum spells it.
    pub fn axum_path(self) -> String {
        format!(
            "/{}{}",
            self.prefix(),
            self.last_segment("", "/{id}", "/{*path}")
        )
    }

    /// The number of its first folder.
    pub fn area(self) -> usize {
        self.index / 100
    }

    /// The number of its second folder.
    pub fn section(self) -> usize {
        self.index / 10 % 10
    }

    /// Its path below its section, as actix-web spells it.
    pub fn actix_path(self) -> String {
        let Self { index, .. } = self;
        format!(
            "/item{index}{}",
            self.last_segment("", "/{id}", "/{path:.*}")
        )
    }

    /// A path that it answers.
    pub fn sample_path(self) -> String {
        format!(
            "/{}{}",
            self.prefix(),
            self.last_segment("", "/blue-shoes", "/guides/2026/start.md")
        )
    }

    /// Its name as a module.
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
