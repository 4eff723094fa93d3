//! The function that calls the handler of a number.

use super::{
    call::{body, function},
    code::write,
    config,
    doubts::Doubts,
    metadata,
    modules::Modules,
    route::Route,
};

/// The number of handlers that one function calls. A function for each costs the compiler more, and it would check a single function for
/// all again whenever the signature of one handler changes.
const GROUP: usize = 16;

/// `call`, by functions of about [`GROUP`] handlers each; `folder` leads from the calling file to the app folder.
///
/// In one function the compiler reports the same mistake only once. So neighbors are in different groups, and handlers with types that
/// only the compiler can judge have a function of their own.
pub(super) fn write(
    folder: &str,
    routes: &[Route<'_>],
    modules: &Modules<'_>,
    doubts: &Doubts<'_>,
) -> String {
    let mut code = String::new();
    let mut arms: Vec<(String, String)> = Vec::new();
    for route in routes {
        let file = route.file();
        if file.is_asset() {
            arms.push((String::new(), metadata::asset(&file.path, folder)));
        }
        let Some(module) = modules.of(&file.path) else {
            continue;
        };
        for (index, handler) in file.exports.handlers.iter().enumerate() {
            let cfg = config::cfg_text(handler.cfg.as_deref());
            let mut doubted = doubts.of(file, index).into_iter();
            let body = if doubted.any(|it| it.has_message) {
                code.push_str(&function(file, index, module, doubts));
                format!("{module}_{}(call)", handler.name)
            } else {
                body(file, index, module, doubts)
            };
            arms.push((cfg, body));
        }
    }
    let groups = arms.len().div_ceil(GROUP).max(1);
    let mut names = String::new();
    for group in 0..groups {
        write!(names, "group{group},");
        write!(
            code,
            "fn group{group}(number: usize, call: Call) -> HandlerFuture {{ match number {{\n"
        );
        for (number, (cfg, body)) in arms.iter().skip(group).step_by(groups).enumerate() {
            write!(code, "{cfg}{number} => {{ {body} }}\n");
        }
        write!(code, "_ => missing_handler(call), }} }}\n");
    }
    write!(
        code,
        "const GROUPS: &[fn(usize, Call) -> HandlerFuture] = &[{names}];
        pub(super) fn call(number: usize, call: Call) -> HandlerFuture {{
            GROUPS[number % {groups}](number / {groups}, call)
        }}\n"
    );
    code
}
