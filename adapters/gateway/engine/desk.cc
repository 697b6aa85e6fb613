#include "adapters/gateway/engine/desk.h"
