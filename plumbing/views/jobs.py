"""The progress of a piece of background work, for the page that waits for it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plumbing.models import Job


@never_cache
@require_safe
def job_status(request: HttpRequest, token: uuid.UUID) -> JsonResponse:
    """Return how far the job is; `url` is where the page goes when it is finished."""
    job = get_object_or_404(Job.objects.visible_to(request.user), token=token)
    return JsonResponse(
        {
            "state": job.state,
            "done": job.done,
            "total": job.total,
            "message": job.message,
            "url": job.params.get("url", ""),
        }
    )
