pub fn favicon() {}
