package org

import "watchword/internal/register"

// NumbersFit holds the numbers that are never used again to the organisations that bore
// them; see register.Numbers.
var NumbersFit = register.Numbers{What: "the number", Kept: "organisation_number", Owner: "organisation_id", Table: "organisation", Of: "id"}.Fit
