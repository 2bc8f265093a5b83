package accred

import "watchword/internal/register"

// NumbersFit holds the AP numbers that are never used again to the accreditations that bore
// them; see register.Numbers.
var NumbersFit = register.Numbers{What: "AP number", Kept: "ap_number", Owner: "person_id", Table: "accreditation", Of: "person_id"}.Fit
