"""One indicator: over time, ranked, as it was published, revised, and what it is.

Asks the warehouse and puts words, table and chart together. It draws and formats nothing itself.
"""

from indicators.views.indicator.against import scatter_view as scatter_view
from indicators.views.indicator.changed import change_view as change_view
from indicators.views.indicator.defined import definition as definition
from indicators.views.indicator.over_time import answer as answer
from indicators.views.indicator.over_time import line_view as line_view
from indicators.views.indicator.over_time import multiples_view as multiples_view
from indicators.views.indicator.over_time import table_view as table_view
from indicators.views.indicator.question import DEFAULT_PEERS as DEFAULT_PEERS
from indicators.views.indicator.question import Offer as Offer
from indicators.views.indicator.question import Question as Question
from indicators.views.indicator.question import held as held
from indicators.views.indicator.question import members_shown as members_shown
from indicators.views.indicator.question import offer as offer
from indicators.views.indicator.question import offered as offered
from indicators.views.indicator.question import peer_groups as peer_groups
from indicators.views.indicator.ranked import rank_over_time_view as rank_over_time_view
from indicators.views.indicator.ranked import rank_view as rank_view
from indicators.views.indicator.revised import revised_areas as revised_areas
from indicators.views.indicator.revised import revisions_table as revisions_table
from indicators.views.indicator.revised import triangle as triangle
from indicators.views.indicator.revised import triangle_chart as triangle_chart
from indicators.views.indicator.revised import vintage_days as vintage_days
from indicators.views.indicator.working import Working as Working
from indicators.views.indicator.working import working as working
