//! All routes of an application.

use super::{Exports, RouteInfo, RouteKind};
use crate::{
    config::{Rendering, RouteConfig, builder::RouteConfigBuilder},
    matching::Segment,
};
use std::{fmt, iter, slice, sync::OnceLock};

/// The routes of one `routes!`, in matching order.
///
/// It displays as a table:
///
/// ```text
/// ƒ /                app/page.rs                GET
/// ◐ /items           app/items/route.rs         GET, POST
/// ƒ /items/[slug]    app/items/[slug]/route.rs  GET
///
/// ○ static   ◐ revalidated   ƒ dynamic
/// ```
pub struct RouteTable {
    text: &'static str,
    configs: &'static [(usize, RouteConfig)],
    cfgs: &'static [bool],
    rows: OnceLock<Rows>,
}

/// The lines of the text as routes.
#[derive(Debug)]
struct Rows {
    /// Those of which every handler is configured out are last.
    routes: Vec<RouteInfo>,
    /// The number of the others, of which the application consists.
    present: usize,
}

/// One line of the text.
#[derive(Clone, Copy)]
struct Line {
    file: &'static str,
    pattern: &'static str,
    methods: &'static str,
}

/// The config of a file without constants.
static DEFAULT: RouteConfig = RouteConfig::DEFAULT;
static ASSET: RouteConfig = RouteConfigBuilder::new("").metadata().build();

impl RouteTable {
    /// Called by generated code. Data in one literal costs the compiler a tenth of the same data in expressions.
    ///
    /// `text` has a line for each route: file, pattern and exported methods, separated by tabs. `POST?1` is a method that exists
    /// only if `cfgs[1]` is true. `configs` refers to routes by index.
    pub(crate) const fn new(
        text: &'static str,
        configs: &'static [(usize, RouteConfig)],
        cfgs: &'static [bool],
    ) -> Self {
        Self {
            text,
            configs,
            cfgs,
            rows: OnceLock::new(),
        }
    }

    /// Returns all routes, without files of which every handler is configured out.
    pub fn as_slice(&self) -> &[RouteInfo] {
        let rows = self.rows();
        &rows.routes[..rows.present]
    }

    /// Returns the route of a line of the text, also if every handler is configured out.
    pub(crate) fn line(&self, line: usize) -> &RouteInfo {
        let rows = self.rows();
        let (present, absent) = rows.routes.split_at(rows.present);
        let is_at = |route: &RouteInfo| route.line == line;
        // Usually nothing is configured out, and the index is that of the line.
        let mut routes = present.get(line).into_iter().chain(present).chain(absent);
        let found = routes.find(|route| is_at(route));
        found.unwrap_or(&rows.routes[line])
    }

    fn rows(&self) -> &Rows {
        self.rows.get_or_init(|| {
            // There may be thousands, and they live as long as the program: all segments share one allocation, and no vector has
            // spare capacity.
            // Guesses, for lines of 60 bytes: growing step by step copies everything several times.
            let (mut routes, mut segments) = (
                Vec::with_capacity(self.text.len() / 60),
                Vec::with_capacity(self.text.len() / 16),
            );
            let mut counts = Vec::with_capacity(routes.capacity());
            let mut handlers = 0;
            for (number, line) in self.lines().enumerate() {
                let before = segments.len();
                segments.extend(Segment::parse(line.pattern));
                counts.push(segments.len() - before);
                let route = RouteInfo {
                    line: number,
                    first_handler: handlers,
                    ..self.route(line)
                };
                handlers += route.exports.count();
                routes.push(route);
            }
            routes.shrink_to_fit();
            let mut segments: &[Segment] = Box::leak(segments.into_boxed_slice());
            for (route, count) in routes.iter_mut().zip(counts) {
                (route.segments, segments) = segments.split_at(count);
            }
            for (index, config) in self.configs {
                if let Some(route) = routes.get_mut(*index) {
                    route.config = config;
                }
            }
            let is_absent = |route: &RouteInfo| route.methods.is_empty();
            if routes.iter().any(is_absent) {
                routes.sort_by_key(is_absent);
            }
            let present = routes.partition_point(|route| !is_absent(route));
            Rows { routes, present }
        })
    }

    /// Returns an iterator over the routes.
    pub fn iter(&self) -> slice::Iter<'_, RouteInfo> {
        self.as_slice().iter()
    }

    /// Returns the number of routes.
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Returns `true` if the table has no routes.
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    fn lines(&self) -> impl Iterator<Item = Line> {
        let mut rest = self.text;
        iter::from_fn(move || {
            let (file, after) = cut(rest, b'\t');
            let (pattern, after) = cut(after, b'\t');
            let (methods, after) = cut(after, b'\n');
            rest = after;
            (!file.is_empty()).then_some(Line {
                file,
                pattern,
                methods,
            })
        })
    }

    /// Returns the route of a line, without its segments and its place in the table.
    fn route(&self, line: Line) -> RouteInfo {
        let Line {
            file,
            pattern,
            methods,
        } = line;
        let mut rest = methods;
        let methods = iter::from_fn(|| {
            let (method, after) = cut(rest, b' ');
            rest = after;
            (!method.is_empty()).then(|| self.exported(method))
        });
        let exports: Exports = methods.collect();
        let kind = if file.ends_with("/route.rs") {
            RouteKind::Route
        } else {
            kind(file.rsplit('/').next().unwrap_or_default())
        };
        RouteInfo {
            pattern,
            file,
            kind,
            methods: exports.methods(),
            exports,
            config: if kind == RouteKind::Asset {
                &ASSET
            } else {
                &DEFAULT
            },
            segments: &[],
            line: 0,
            first_handler: 0,
        }
    }

    /// Returns the method's name, unless it is configured out.
    fn exported(&self, method: &'static str) -> Option<&'static str> {
        if self.cfgs.is_empty() {
            return Some(method);
        }
        match method.split_once('?') {
            None => Some(method),
            Some((name, index)) => {
                let exists = self.cfgs.get(index.parse::<usize>().ok()?)?;
                exists.then_some(name)
            }
        }
    }
}

/// Splits a text at the first of these bytes, or at its end. In such short parts a loop takes less than the search of `split_once`.
fn cut(text: &'static str, at: u8) -> (&'static str, &'static str) {
    let position = text.bytes().position(|byte| byte == at);
    let (before, after) = text.split_at(position.unwrap_or(text.len()));
    (before, after.get(1..).unwrap_or_default())
}

fn kind(name: &str) -> RouteKind {
    match name {
        "route.rs" => RouteKind::Route,
        "page.rs" => RouteKind::Page,
        _ => match name.strip_suffix(".rs") {
            Some(_) => RouteKind::Metadata,
            None => RouteKind::Asset,
        },
    }
}

impl<'t> IntoIterator for &'t RouteTable {
    type Item = &'t RouteInfo;
    type IntoIter = slice::Iter<'t, RouteInfo>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for RouteTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl fmt::Display for RouteTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: fn(&RouteInfo) -> &str| {
            self.iter()
                .map(|route| column(route).chars().count())
                .max()
                .unwrap_or_default()
        };
        let (patterns, files) = (width(|route| route.pattern), width(|route| route.file));
        for route in self {
            let symbol = match route.rendering() {
                Rendering::Static => '○',
                Rendering::Revalidated => '◐',
                Rendering::Dynamic => 'ƒ',
            };
            let RouteInfo {
                pattern,
                file,
                methods,
                ..
            } = route;
            writeln!(f, "{symbol} {pattern:patterns$}  {file:files$}  {methods}")?;
        }
        write!(f, "\n○ static   ◐ revalidated   ƒ dynamic")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TABLE: RouteTable = RouteTable::new(
        "src/app/(site)/page.rs\t/\tGET\nsrc/app/items/route.rs\t/items\tGET POST?0 PUT?1\n",
        &[],
        &[true, false],
    );

    #[test]
    fn the_text_becomes_routes() {
        let [home, items] = TABLE.as_slice() else {
            panic!("two lines are two routes")
        };
        assert_eq!((home.pattern, home.kind), ("/", RouteKind::Page));
        assert_eq!(
            (items.file, items.kind),
            ("src/app/items/route.rs", RouteKind::Route)
        );
        assert_eq!(
            items.methods.to_string(),
            "GET, POST",
            "PUT is configured out"
        );
    }

    #[test]
    fn files_without_a_handler_are_left_out() {
        static PARTLY: RouteTable = RouteTable::new(
            "a/route.rs\t/a\tGET?0\nb/route.rs\t/b\tGET?0 POST?1\nc/route.rs\t/c\tGET?0 PUT?0\nd/page.rs\t/d\tGET\n",
            &[(0, RouteConfig::DEFAULT)],
            &[false, true],
        );
        let rows = PARTLY
            .iter()
            .map(|it| (it.pattern, it.line, it.first_handler));
        assert_eq!(rows.collect::<Vec<_>>(), [("/b", 1, 1), ("/d", 3, 5)]);
        let lines = (0..4).map(|line| PARTLY.line(line).pattern);
        assert_eq!(lines.collect::<Vec<_>>(), ["/a", "/b", "/c", "/d"]);
    }

    #[test]
    fn it_displays_as_a_table() {
        assert_eq!(
            TABLE.to_string(),
            "ƒ /       src/app/(site)/page.rs  GET\n\
             ƒ /items  src/app/items/route.rs  GET, POST\n\
             \n\
             ○ static   ◐ revalidated   ƒ dynamic"
        );
    }
}
