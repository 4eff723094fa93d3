mod facade {
    pub use router_runtime as router;
}

use router_runtime as renamed;

renamed::routes!(
    "cases/valid-crate-elsewhere/app",
    crate = crate::facade::router,
    state = u8
);
renamed::routes!(pub mod other = "cases/valid-crate-elsewhere/app", state = u8, crate = self::renamed);

fn main() {
    let _ = (app::service(1), other::items::slug::href(5));
}
