//! The function that calls the handler of a number.

use super::{call::body, code::write, config, metadata, modules::Modules, route::Route};

/// The number of handlers that one function calls. A function for each costs the compiler more, and it would check a single function for
/// all again whenever the signature of one handler changes.
const GROUP: usize = 16;

const END_OF_GROUP: &str = "_ => missing_handler(call), } }\n";

/// `call`, by functions of [`GROUP`] handlers each; `folder` leads from the calling file to the app folder.
pub(super) fn write(folder: &str, routes: &[Route<'_>], modules: &Modules<'_>) -> String {
    let mut code = String::new();
    let mut groups = String::new();
    let mut number = 0;
    let mut arm = |cfg: &str, body: &str| {
        if number % GROUP == 0 {
            if number > 0 {
                code.push_str(END_OF_GROUP);
            }
            let group = number / GROUP;
            write!(
                code,
                "fn group{group}(number: usize, call: Call) -> HandlerFuture {{ match number {{\n"
            );
            write!(groups, "group{group},");
        }
        write!(code, "{cfg}{number} => {{ {body} }}\n");
        number += 1;
    };
    for route in routes {
        let file = route.file();
        if file.is_asset() {
            arm("", &metadata::asset(&file.path, folder));
        }
        let Some(module) = modules.of(&file.path) else {
            continue;
        };
        for handler in &file.exports.handlers {
            let cfg = config::cfg_text(handler.cfg.as_deref());
            arm(&cfg, &body(file, handler, module));
        }
    }
    if number > 0 {
        code.push_str(END_OF_GROUP);
    }
    write!(
        code,
        "const GROUPS: &[fn(usize, Call) -> HandlerFuture] = &[{groups}];
        pub(super) fn call(number: usize, call: Call) -> HandlerFuture {{
            GROUPS[number / {GROUP}](number, call)
        }}\n"
    );
    code
}
